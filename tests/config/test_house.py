"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.apps import apps

from base.streamfield import StreamField
from config.paths import ROOT, SITE

APPS = [SITE, ROOT / "engagement", ROOT / "home", ROOT / "search"]
# Mail programs know no style sheets, so the HTML versions of mails may carry their style.
MAIL_TEMPLATES = {"email", "mail"}


def tracked(*patterns: str) -> list[Path]:
    """The files under version control, new ones included, whose path matches."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(path for name in names if name and (path := ROOT / name).is_file())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- Layout


def test_site_is_not_a_package() -> None:
    assert not (SITE / "__init__.py").exists()


def test_folders_with_code_are_packages() -> None:
    folders = {path.parent for root in APPS for path in root.rglob("*.py")}

    assert sorted(relative(folder) for folder in folders if not (folder / "__init__.py").exists()) == []


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "misc.py", "common.py"}

    assert [relative(path) for path in tracked("*.py") if path.name in drawers] == []


def test_no_file_names_a_place_on_someones_machine() -> None:
    place = re.compile(r"/(?:work|opt|home|Users|tmp)/[a-z]|extra-index-url|--find-links|--index-url")
    texts = tracked("*.py", "*.txt", "*.in", "*.toml", "*.md", "*.yaml", "*.json", "Makefile", "bin/*", ".ci/*")

    found = [
        f"{relative(path)}: {line.strip()}"
        for path in texts
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if place.search(line)
    ]

    assert found == []


def test_app_labels_are_final() -> None:
    ours = [app for app in apps.get_app_configs() if any(Path(app.path).is_relative_to(root) for root in APPS)]

    assert [app.label for app in ours] == [app.name.removesuffix(".core").replace(".", "_") for app in ours]


# --- Migrations


def migrations() -> list[Path]:
    return [path for path in tracked("*/migrations/*.py") if path.name[:4].isdigit()]


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_migrations_leave_block_definitions_out() -> None:
    """Children of a StreamField depend on the installed modules; a migration must not (ADR 0008)."""
    definition = re.compile(r"block_lookup=\{.+\}|StreamField\(\[\(", re.DOTALL)

    assert [relative(path) for path in migrations() if definition.search(path.read_text())] == []


def models_with_a_body() -> set[tuple[str, str]]:
    return {
        (model._meta.app_label, model._meta.model_name or "")
        for model in apps.get_models()
        if any(isinstance(field, StreamField) for field in model._meta.get_fields())
    }


def saves(function: ast.FunctionDef) -> bool:
    """Whether a function calls save, create or anything else that writes whole rows."""
    writers = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    return bool(writers & names_in(function))


def models_asked_for(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """What a function asks `apps.get_model` for, in either spelling."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "get_model":
            words = [str(word.value) for word in call.args if isinstance(word, ast.Constant)]
            label, _, model = ".".join(words).partition(".")
            yield label, model.lower()


def functions_that_lose_a_body(source: str, bodies: set[tuple[str, str]]) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [item.name for item in functions if saves(item) and bodies & set(models_asked_for(item))]


def test_migrations_save_no_model_with_a_streamfield() -> None:
    """Historical models see an empty body and would write it; MigrateBlocks works on the stored JSON instead."""
    bodies = models_with_a_body()

    found = {relative(path): functions_that_lose_a_body(path.read_text(), bodies) for path in migrations()}

    assert {name: functions for name, functions in found.items() if functions} == {}


def test_search_for_lost_bodies_finds_one() -> None:
    source = "def forward(apps, editor):\n    for page in apps.get_model('home', 'HomePage').objects.all(): page.save()"

    assert functions_that_lose_a_body(source, {("home", "homepage")}) == ["forward"]


# --- Templates


def templates() -> list[Path]:
    return [path for path in tracked("*.html") if not MAIL_TEMPLATES & set(path.parts)]


INLINE = re.compile(
    r"""\sstyle\s*=            # a style attribute
      | \son[a-z]+\s*=\s*["']  # an event handler
      | <style\b               # a style element
      | <script(?![^>]*\ssrc=)(?![^>]*type="(?:application/json|importmap)")  # a script written out
      | javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize(
    "markup",
    ['<p style="x">', '<a href="#" onclick="x()">', "<style>p{}</style>", "<script>x()</script>", "javascript:x"],
)
def test_search_for_inline_code_finds_it(markup: str) -> None:
    assert INLINE.search(markup)


@pytest.mark.parametrize("markup", ['<script src="/a.js"></script>', '<p class="on">', '<button type="button">'])
def test_search_for_inline_code_passes_what_is_allowed(markup: str) -> None:
    assert not INLINE.search(markup)


def test_templates_have_no_inline_script_or_style() -> None:
    found = {relative(path): INLINE.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))) for path in templates()}

    assert {name: pieces for name, pieces in found.items() if pieces} == {}


def test_templates_and_styles_load_nothing_from_elsewhere() -> None:
    load = re.compile(r"""(?:src|srcset|poster|action)\s*=\s*["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import""")
    files = [*templates(), *tracked("site/static/*.css", "site/static/*.js")]

    assert [relative(path) for path in files if load.search(path.read_text(encoding="utf-8"))] == []


PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|text-align\s*:\s*(?:left|right)"
    r"|float\s*:\s*(?:left|right))"
)


def test_styles_know_no_left_and_right() -> None:
    styles = [path for path in tracked("site/static/*.css") if "vendor" not in path.parts]

    found = {relative(path): PHYSICAL.findall(path.read_text(encoding="utf-8")) for path in styles}

    assert {name: pieces for name, pieces in found.items() if pieces} == {}


# --- Languages


def catalogues() -> list[Path]:
    return tracked("*.po")


def meanings(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], tuple[str, dict[int, str]]]:
    return {
        (entry.msgctxt or None, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in catalogue.translated_entries()
        if entry.msgid
    }


def test_compiled_catalogues_say_what_their_sources_say() -> None:
    """They are committed, so that a site runs without gettext."""
    differing = [
        relative(source)
        for source in catalogues()
        if not (compiled := source.with_suffix(".mo")).exists()
        or meanings(polib.pofile(str(source))) != meanings(polib.mofile(str(compiled)))
    ]

    assert differing == []


# --- Documents


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_documents_name_only_commands_that_exist() -> None:
    named = re.compile(r"(?:^\s*|`|REQUIRE_ALL=1 )make ([a-z-]+)", re.MULTILINE)
    targets = make_targets()

    found = {relative(path): set(named.findall(path.read_text())) - targets for path in tracked("*.md")}

    assert {name: unknown for name, unknown in found.items() if unknown} == {}


def test_help_explains_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert {line.split()[1] for line in told.splitlines() if line.startswith("make ")} == make_targets()


def test_links_between_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")

    dead = [
        f"{relative(path)}: {target}"
        for path in tracked("*.md")
        for target in link.findall(path.read_text())
        if not (path.parent / target).exists()
    ]

    assert dead == []


def test_third_party_notices_are_current() -> None:
    command = [sys.executable, "bin/notices", "--check"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stderr == ""


def test_packages_are_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        loose = [pin.splitlines()[0] for pin in pins if not pin.startswith("#") and "--hash=sha256:" not in pin]

        assert loose == []


def test_layers_name_every_package_of_ours() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    known = set(settings["tool"]["importlinter"]["root_packages"])
    present = {path.parent.name for path in [*ROOT.glob("*/__init__.py"), *SITE.glob("*/__init__.py")]}

    assert present - {"tests", "bench"} == known
