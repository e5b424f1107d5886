"""The page client must see each fault that it promises to see."""

import pytest

from tests.support.page_client import page_faults

GOOD = """<!doctype html>
<html lang="nl"><head><title>Inloggen - Samenloop</title></head>
<body><h1>Inloggen</h1>
<form action="/inloggen" method="post"><input type="hidden" name="csrf_token" value="x">
<label for="email">E-mail</label><input id="email" name="email">
<label>Wachtwoord <input name="password" type="password"></label>
<button>Log in</button></form></body></html>"""


def test_good_page_has_no_faults() -> None:
    assert list(page_faults(GOOD)) == []


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('lang="nl"', "", "names no language"),
        ("<h1>Inloggen</h1>", "", "0 level 1 headings"),
        ("<h1>Inloggen</h1>", "<h1>Inloggen</h1><h1>Nog een</h1>", "2 level 1 headings"),
        ("<title>Inloggen", "<title>Samenloop", "does not start with heading"),
        ("</form>", '</form><p id="email"></p>', "'email' stands 2 times"),
        ('action="/inloggen"', 'action=""', "has no action"),
        ('name="csrf_token"', 'name="token"', "has no csrf_token"),
        ('for="email"', 'for="name"', "points to nothing"),
        ('<label for="email">E-mail</label>', "", "has no label"),
        ("<h1>", '<h1 style="color:red">', "inline attribute 'style'"),
        ("<button>", '<button onclick="go()">', "inline attribute 'onclick'"),
        ("</body>", "<script>go()</script></body>", "inline <script>"),
        ("</body>", '<script src="https://cdn.example/a.js"></script></body>', "from elsewhere"),
        ("</body>", '<img src="/static/a.png"></body>', "has no alt"),
        ("</body>", '<a href="#weg">Weg</a></body>', "link '#weg' points to nothing"),
        ("</h1>", "</h2>", "not valid HTML"),
    ],
)
def test_fault_is_seen(was: str, becomes: str, fault: str) -> None:
    assert was in GOOD
    faults = list(page_faults(GOOD.replace(was, becomes, 1)))
    assert any(fault in found for found in faults), faults


def test_errors_out_of_order_are_seen() -> None:
    fields = '<p id="a">A</p><p id="b">B</p>'
    right, wrong = (
        f'<div class="error-summary"><a href="#{one}">x</a><a href="#{two}">y</a></div>{fields}'
        for one, two in ("ab", "ba")
    )
    assert list(page_faults(right)) == []
    assert any("summary of errors" in fault for fault in page_faults(wrong))


def test_part_of_a_page_needs_no_frame() -> None:
    assert list(page_faults('<li id="a">Klaar</li>')) == []


def test_part_of_a_page_is_read_as_strictly() -> None:
    assert any("inline attribute" in fault for fault in page_faults('<li onclick="x()">Klaar</li>'))
