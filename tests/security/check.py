"""Whether docs/security is true: every requirement of ASVS once, each named test and page there.

    python3 tests/security/check.py ROOT
"""
import csv
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import names  # noqa: E402

ROW = re.compile(r'^\| (V[\d.]+) \| (\d) \| ([a-z ]+) \| (.*) \|$', re.M)
STATES = ('held', 'open', 'not applicable')


def requirements(root):
    with open(root / 'tests/data/asvs/asvs-5.0.0-levels-1-2.csv', encoding='utf-8', newline='') as file:
        return {row['req_id']: row['L'] for row in csv.DictReader(file)}


def asvs_mistakes(root, known):
    page = root / 'docs/security/asvs.md'
    text = page.read_text(encoding='utf-8')
    rows, needed, mistakes = ROW.findall(text), requirements(root), []
    seen = [row[0] for row in rows]
    mistakes += [f'{name} is missing' for name in needed if name not in seen]
    mistakes += [f'{name} is there twice' for name in sorted(set(seen)) if seen.count(name) > 1]
    mistakes += [f'{name} is no requirement of levels 1 and 2' for name in seen if name not in needed]
    for name, level, state, evidence in rows:
        if needed.get(name, level) != level:
            mistakes.append(f'{name} is of level {needed[name]}')
        if state not in STATES:
            mistakes.append(f'{name}: no such state: {state}')
        quoted = re.findall(r'`([^`]+)`', evidence)
        if state == 'held' and not any(each in known for each in quoted) and '](' not in evidence:
            mistakes.append(f'{name} is held by no test')
        if state != 'held' and len(re.sub(r'`[^`]+`', '', evidence).split()) < 3:
            mistakes.append(f'{name} has no reason')
    counts = tuple(sum(row[2] == state for row in rows) for state in STATES)
    if '{} are held, {} are open, {} do not apply.'.format(*counts) not in text:
        mistakes.append('the sum is {} held, {} open, {} that do not apply'.format(*counts))
    return mistakes


def mistakes_of(root):
    known = names.tests(root)
    mistakes = asvs_mistakes(root, known)
    for page in sorted((root / 'docs/security').glob('*.md')):
        mistakes += [f'{page.name}: no such test: {name}' for name in names.unknown_tests(page, known)]
        mistakes += [f'{page.name}: no such page or heading: {link}' for link in names.broken_links(page)]
    return mistakes


if __name__ == '__main__':
    found = mistakes_of(Path(sys.argv[1]).resolve())
    print('\n'.join(found) if found else 'What docs/security names is there.')
    sys.exit(1 if found else 0)
