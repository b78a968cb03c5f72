"""Columns of one table that are called the same: on a page, and in a table that is taken away for a spreadsheet."""
import re
from pathlib import Path

KEY = re.compile(r'"([a-z]\w*\.\w+)"')
TABLES = [re.compile(pattern, re.S) for pattern in (
    r'\bhead\(view,\s*\{([^}]*)\}',                        # of a spreadsheet
    r'\.head = \{((?:\s*\{\.text = [^{}]*\},?|\s*action_head\([^)]*\),?)+)\}',  # of a page
)]


def tables(code):
    """The keys of the columns of each table."""
    for pattern in TABLES:
        for found in pattern.findall(code):
            keys = KEY.findall(found)
            if len(keys) > 1:
                yield keys


def check(root, catalogues):
    for file in sorted((Path(root) / 'src').rglob('*.cpp')):
        for keys in tables(file.read_text(encoding='utf-8')):
            yield from (f'{file.relative_to(root)}: {language}: columns {names}' for language, names in alike(keys, catalogues))


def alike(keys, catalogues):
    for language, each in catalogues.items():
        named = {}
        for key in keys:
            if key in each.messages:
                named.setdefault(each.messages[key].texts[0].lower(), []).append(key)
        yield from ((language, f'{", ".join(same)} are all called "{text}"') for text, same in named.items() if len(same) > 1)
