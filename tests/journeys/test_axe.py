"""How all journeys look at a page: what goes wrong at one width, or later, is seen among what is known."""

import pytest
from playwright.sync_api import Page

from tests.support.axe import axe
from tests.support.browser import at_every_width

SOUND = """<!doctype html><html lang="nl"><head><title>Proef</title><style>{style}</style></head>
<body><main><h1>Proef</h1><p class="probe">Een tekst.</p>{more}</main></body></html>"""
DESK_ONLY = ".probe-desk { display: none } @media (min-width: 1000px) { .probe-desk { display: block } }"
PALE_ON_PHONE = "@media (max-width: 500px) { .probe { color: #ddd } }"
PALE_ON_DESK = "@media (min-width: 1000px) { .probe { color: #ddd } }"
IMAGE = '<img class="probe-desk" src="data:," width="40" height="40" {name}>'
NAMED, NAMELESS = IMAGE.format(name='alt="Een huis"'), IMAGE.format(name="")
LOW = ".probe-low { height: 4rem; width: 600px; overflow-x: auto; max-width: 100%; white-space: nowrap }"
TINY = ".probe-tiny { display: inline-block; width: 30px; height: 30px; padding: 0; border: 0 }"
TINY_ON_PHONE = (
    f"{TINY} @media (max-width: 500px) {{ .probe-tiny {{ width: 9px; height: 9px; font-size: 1px }} }}"
)
TWO = '<div><button class="probe-tiny">A</button><button class="probe-tiny">B</button></div>'
LONG = f'<div class="probe-low"><p>{"woorden " * 9}</p></div>'


def complaints(page: Page) -> list[str]:
    found = []
    for width in at_every_width(page):
        try:
            axe(page)
        except AssertionError as complaint:
            found.append(f"{width}: {complaint}")
    return found


@pytest.mark.parametrize(
    ("style", "more", "where", "rule"),
    [
        (DESK_ONLY, NAMELESS, "desk", "image-alt"),
        (PALE_ON_DESK, "", "desk", "color-contrast"),
        (PALE_ON_PHONE, "", "phone", "color-contrast"),
        (LOW, LONG, "phone", "scrollable-region-focusable"),
        (TINY_ON_PHONE, TWO, "phone", "target-size"),
    ],
    ids=[
        "without a name on a desk",
        "pale on a desk",
        "pale on a phone",
        "scrolling on a phone",
        "tiny on a phone",
    ],
)
@pytest.mark.parametrize("begin", [360, 1440])
def test_a_fault_at_one_width_is_found_there(
    page: Page, style: str, more: str, where: str, rule: str, begin: int
) -> None:
    page.set_viewport_size({"width": begin, "height": 900})
    page.set_content(SOUND.format(style=DESK_ONLY, more=NAMED))
    assert complaints(page) == []
    page.set_content(SOUND.format(style=style, more=more))
    found = complaints(page)
    assert [line.split(":")[0] for line in found] == [where]
    assert rule in found[0]


def test_what_a_script_changes_is_looked_at_again(page: Page) -> None:
    page.set_content(SOUND.format(style="", more="<button>Opslaan</button>"))
    axe(page)
    page.evaluate("document.querySelector('button').textContent = ''")
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)


def test_what_was_wrong_once_is_wrong_on_the_next_page_too(page: Page) -> None:
    for _ in range(2):
        page.set_content(SOUND.format(style=".probe { color: #ddd }", more=""))
        with pytest.raises(AssertionError, match="color-contrast"):
            axe(page)
