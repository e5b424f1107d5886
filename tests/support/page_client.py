"""A test client that reads every page strictly: a wrong page fails the test that met it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from flask.testing import FlaskClient
from justhtml import JustHTML, StrictModeError
from werkzeug.test import TestResponse

UNLABELLED_KINDS = {"hidden", "submit", "button", "reset", "image"}
HARMLESS_SCRIPTS = {"application/json", "importmap", "speculationrules"}
REFERENCES = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-errormessage",
    "list",
    "popovertarget",
)
LOADED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "source": "src",
    "video": "src",
    "track": "src",
    "iframe": "src",
}


class PageClient(FlaskClient):
    """Flask's test client, which refuses to hand over a page with a fault in it."""

    flawless: ClassVar[set[str]] = set()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype != "text/html":
            return response
        page = response.get_data(as_text=True)
        if page not in self.flawless:
            faults = list(page_faults(page))
            address = response.request.path
            assert not faults, (
                f"{address} ({response.status_code}) has {len(faults)} faults:\n- " + "\n- ".join(faults)
            )
            self.flawless.add(page)
        return response


def page_faults(html: str) -> Iterator[str]:
    """Name everything that is wrong with a page or with a part of one."""
    if not html:
        return
    is_page = html.lstrip()[:9].lower() == "<!doctype"
    try:
        document = JustHTML(html, strict=True, sanitize=False, fragment=not is_page)
    except StrictModeError as error:
        yield f"not valid HTML: {error}"
        return
    elements = document.query("*")
    named = defaultdict[str, list[Any]](list)
    for element in elements:
        named[element.name].append(element)
    ids = [element.attrs["id"] for element in elements if element.attrs.get("id")]
    if is_page:
        yield from frame_faults(named)
    yield from (f"id {name!r} stands {count} times" for name, count in Counter(ids).items() if count > 1)
    known = set(ids) if is_page else None
    for element in elements:
        if "error-summary" in (element.attrs.get("class") or "").split():
            yield from summary_faults(element, ids)
        yield from reference_faults(element, known)
        yield from inline_faults(element)
    for form in named["form"]:
        yield from form_faults(form, named["button"])
    labels = {label.attrs.get("for") for label in named["label"] if label.to_text().strip()}
    for control in (*named["input"], *named["select"], *named["textarea"]):
        yield from label_faults(control, labels)
    for image in named["img"]:
        if "alt" not in image.attrs:
            yield f"image {image.attrs.get('src')!r} has no alt"


def summary_faults(summary: Any, ids: list[str]) -> Iterator[str]:
    """The summary of errors lists them from the top of the form to its end."""
    listed = [(link.attrs.get("href") or "")[1:] for link in summary.query("a")]
    met = [name for name in ids if name in listed]
    if listed != met and set(listed) <= set(ids):
        yield f"the summary of errors lists {listed}, the page shows {met}"


def frame_faults(named: Mapping[str, list[Any]]) -> Iterator[str]:
    """Language, one heading, and a title that starts with it."""
    if not any(root.attrs.get("lang") for root in named["html"]):
        yield "the page names no language"
    headings = [" ".join(heading.to_text().split()) for heading in named["h1"]]
    if len(headings) != 1:
        yield f"the page has {len(headings)} level 1 headings: {headings}"
    titles = [" ".join(title.to_text().split()) for title in named["title"] if title.parent.name == "head"]
    if len(titles) != 1 or not titles[0]:
        yield f"the page has {len(titles)} titles: {titles}"
    elif headings and not titles[0].startswith(headings[0]):
        yield f"title {titles[0]!r} does not start with heading {headings[0]!r}"


def reference_faults(element: Any, ids: set[str] | None) -> Iterator[str]:
    """What an element points to stands on the page."""
    if ids is None:
        return
    for attribute in REFERENCES:
        for name in (element.attrs.get(attribute) or "").split():
            if name not in ids:
                yield f"<{element.name} {attribute}={name!r}> points to nothing"
    target = element.attrs.get("href") or ""
    if element.name == "a" and target.startswith("#") and target[1:] not in ids:
        yield f"link {target!r} points to nothing"


def inline_faults(element: Any) -> Iterator[str]:
    """No style, script or outside host: the content policy would block it."""
    for attribute in element.attrs:
        if attribute == "style" or attribute.startswith("on"):
            yield f"<{element.name}> has the inline attribute {attribute!r}"
    if element.name == "style":
        yield "the page has an inline <style>"
    if (
        element.name == "script"
        and not element.attrs.get("src")
        and element.attrs.get("type") not in HARMLESS_SCRIPTS
    ):
        yield "the page has an inline <script>"
    address = element.attrs.get(LOADED.get(element.name, "")) or ""
    if address.startswith(("http:", "https:", "//")) and element.attrs.get("rel") != "canonical":
        yield f"<{element.name}> loads {address!r} from elsewhere"
    if (element.attrs.get("href") or "").lower().startswith("javascript:"):
        yield f"link {element.attrs['href']!r} is a script"


def form_faults(form: Any, buttons: list[Any]) -> Iterator[str]:
    """A form or each of its buttons says where it goes; what changes something proves where it came from."""
    own = [button for button in buttons if button.attrs.get("form", "") == form.attrs.get("id")]
    says_where = own and all(button.attrs.get("formaction") for button in own)
    if not form.attrs.get("action") and not says_where:
        yield f"form {form.attrs.get('id') or ''!r} has no action"
    if (form.attrs.get("method") or "get").lower() == "post" and not form.query("input[name=csrf_token]"):
        yield f"form to {form.attrs.get('action')!r} has no csrf_token"


def label_faults(control: Any, labels: set[str | None]) -> Iterator[str]:
    """Whoever cannot see a field must hear what it is for."""
    if control.name == "input" and control.attrs.get("type", "text") in UNLABELLED_KINDS:
        return
    named = control.attrs.get("aria-label") or control.attrs.get("aria-labelledby")
    if named or (control.attrs.get("id") and control.attrs["id"] in labels) or stands_in_label(control):
        return
    yield f"<{control.name} name={control.attrs.get('name')!r}> has no label"


def stands_in_label(control: Any) -> bool:
    """Whether a label is wrapped around the field."""
    parent = control.parent
    while parent is not None and getattr(parent, "name", None) != "label":
        parent = parent.parent
    return parent is not None
