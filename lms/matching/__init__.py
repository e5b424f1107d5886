"""Matching: intervision groups, training pairs and shadow visits, composed by one explainable matcher.

The rules are pure. `rules.problem` holds what goes in: `Problem(kind, candidates, hosts, pins, vetoes, met,
visited, wishes, balance, weights, seed, …)`; `rules.weights` the kinds and the soft rules with their weights;
`rules.proposal` what comes out. Keys are whole numbers that the caller hands out; days are date ordinals.

- `rules.proposing.propose(problem)` → `Proposal`: placing, score, bound, why, broken, unplaced …
- `rules.judging.judge(problem, placing)` → `Proposal` of a hand-made placing; `violations` forbid publishing.
- `rules.repairing.repair(problem, placing, gone=… or host=…)` → `Repair`s, fewest changes first.
- `rules.contradictions.contradictions(problem)` → pins that cannot all hold, by name.

Broken rules carry what they cost and add up to the score. Groups and pairs are tuples of candidates' keys; a
visit is `Visit(visitor, host, date)`. For visits a pin of `PinKind.VISIT` or `APART` names the host second.
"""
