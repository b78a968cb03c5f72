"""The tests and pages that documents name."""
import re
import subprocess
from pathlib import Path

GTEST = re.compile(r'\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+),\s*(\w+)')
BROWSER = re.compile(r"\btest(?:\.only)?\(\s*(['\"`])((?:\\.|(?!\1).)*)\1", re.S)


def files(root, pattern):
    """What git knows and is there; all that is there, outside of git."""
    listed = subprocess.run(['git', 'ls-files', '--cached', '--others', '--exclude-standard', pattern], cwd=root,
                            capture_output=True, text=True)
    names = listed.stdout.split() if listed.returncode == 0 else [
        str(path.relative_to(root)) for path in Path(root).rglob(pattern)]
    return [Path(root) / name for name in names if (Path(root) / name).is_file()]


def tests(root):
    """Every test by the name that documents use: FILE/SUITE.NAME, FILE.spec.ts:TITLE."""
    found = set()
    for path in files(root, '*_test.cpp'):
        found.update(f'{path.stem}/{suite}.{name}' for suite, name in GTEST.findall(path.read_text(encoding='utf-8')))
    for path in files(root, '*.spec.ts'):
        titles = (title.replace("\\'", "'") for _, title in BROWSER.findall(path.read_text(encoding='utf-8')))
        found.update(f'{path.name}:{title}' for title in titles)
    return found


def anchors(page):
    """Of the headings of a page, as links name them."""
    headings = re.findall(r'^#+ (.+)$', page.read_text(encoding='utf-8'), re.M)
    return {re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-') for heading in headings}


def broken_links(page):
    """The links of a page to files or headings that are not there."""
    wrong = []
    for link in re.findall(r'\]\(([^)]+)\)', page.read_text(encoding='utf-8')):
        name, _, anchor = link.partition('#')
        target = (page.parent / name).resolve() if name else page
        if not target.is_file() or (anchor and anchor not in anchors(target)):
            wrong.append(link)
    return wrong


def unknown_tests(page, known):
    """The names between backquotes that look like a test's and are none."""
    text = page.read_text(encoding='utf-8')
    named = re.findall(r'`(\w+_test/\w+\.\w+)`', text) + re.findall(r'`(\w+\.spec\.ts:[^`]+)`', text)
    return [name for name in named if name not in known]
