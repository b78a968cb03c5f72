#!/usr/bin/python3
"""Makes styles/_fallbacks.scss: how much fonts that a device has differ from ours, so that a page keeps its lines when
our font takes their place.

    fallback_fonts.py [FOLDER]   writes it; FOLDER has fonts that are not installed (dpkg -x of Debian's packages)
    fallback_fonts.py --check    tells whether it is still right for the fonts that are installed here

`size-adjust` is the quotient of mean widths of a letter, counted over the texts of our pages; bold has other widths
than regular, Cyrillic others than Latin. Ascent and descent are those of our font, in sizes of the adjusted one.
Debian's packages: fonts-inter, fonts-dejavu-core, fonts-liberation (as wide as Arial), fonts-roboto-unhinted.
"""
import re
import sys
from collections import Counter
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
TARGET = HERE / 'styles' / '_fallbacks.scss'
OURS = {400: 'Inter-Regular.otf', 600: 'Inter-SemiBold.otf'}
# Family, its files, the names by which devices know them.
FALLBACKS = [
    ('Roboto', {400: ('Roboto-Regular.ttf', ['Roboto', 'Roboto-Regular']), 600: ('Roboto-Bold.ttf', ['Roboto Bold', 'Roboto-Bold'])}),
    ('Arial', {400: ('LiberationSans-Regular.ttf', ['Arial', 'ArialMT', 'Liberation Sans', 'Arimo']),
               600: ('LiberationSans-Bold.ttf', ['Arial Bold', 'Arial-BoldMT', 'Liberation Sans Bold', 'Arimo Bold'])}),
    ('DejaVu', {400: ('DejaVuSans.ttf', ['DejaVu Sans']), 600: ('DejaVuSans-Bold.ttf', ['DejaVu Sans Bold'])}),
]
SCRIPTS = {'latin': ('en.po', 'uz-Latn.overrides.po'), 'cyrillic': ('ru.po', 'uz-Cyrl.po')}
TOLERANCE = 0.5  # per cent: texts change

HEAD = '''// Made by web/fallback_fonts.py, which says how. Family, weight, script, size-adjust, ascent, descent, names on devices.
$faces: (
'''


def is_cyrillic(letter):
    return '\u0400' <= letter <= '\u04ff'


def letters(script):
    counted = Counter()
    for name in SCRIPTS[script]:
        for text in re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', (HERE.parent / 'locales' / name).read_text(encoding='utf-8'), re.M):
            counted.update(re.sub(r'\{\w+\}|\\n', '', text))
    return {letter: count for letter, count in counted.items() if is_cyrillic(letter) == (script == 'cyrillic')}


def mean_width(font, counted, known):
    glyphs, widths, units = font.getBestCmap(), font['hmtx'], font['head'].unitsPerEm
    chosen = {letter: count for letter, count in counted.items() if ord(letter) in known}
    return sum(widths[glyphs[ord(letter)]][0] * count for letter, count in chosen.items()) / sum(chosen.values()) / units


def find(name, folders):
    return next((path for folder in folders for path in sorted(Path(folder).rglob(name))), None)


def faces(folders):
    """Of each font that is there: its family, weight, script, three figures in per cent, and its names."""
    counted = {script: letters(script) for script in SCRIPTS}
    for family, files in FALLBACKS:
        for weight, (name, names) in files.items():
            path, ours = find(name, folders), TTFont(find(OURS[weight], folders))
            if path is None:
                continue
            theirs = TTFont(path)
            known = set(theirs.getBestCmap()) & set(ours.getBestCmap())
            for script in SCRIPTS:
                size = mean_width(ours, counted[script], known) / mean_width(theirs, counted[script], known)
                height = ours['hhea']
                units = ours['head'].unitsPerEm * size
                yield family, weight, script, 100 * size, 100 * height.ascent / units, -100 * height.descent / units, names


def line(family, weight, script, size, ascent, descent, names):
    quoted = ', '.join(f'"{name}"' for name in names)
    return f'  ("{family}", {weight}, {script}, {size:.2f}%, {ascent:.2f}%, {descent:.2f}%, ({quoted},)),\n'


def check(folders):
    written = {tuple(found[:3]): [float(figure) for figure in found[3:]] for found in
               re.findall(r'\("(\w+)", (\d+), (\w+), ([\d.]+)%, ([\d.]+)%, ([\d.]+)%', TARGET.read_text(encoding='utf-8'))}
    wrong = []
    for family, weight, script, *figures, _ in faces(folders):
        there = written.get((family, str(weight), script))
        if there is None or any(abs(a - b) > TOLERANCE for a, b in zip(there, figures)):
            wrong.append(f'{family} {weight} {script}: {[round(figure, 2) for figure in figures]}, not {there}')
    sys.exit('\n'.join(wrong) if wrong else 0)


def main(arguments):
    installed = ['/usr/share/fonts']
    if arguments == ['--check']:
        check(installed)
    lines = [line(*face) for face in faces(arguments + installed)]
    if len(lines) != 4 * len(FALLBACKS):
        sys.exit('a font is missing: name the folder where it lies')
    TARGET.write_text(f'{HEAD}{"".join(lines)});\n', encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1:])
