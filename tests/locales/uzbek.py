"""Uzbek in Latin script, as the rules of spelling make it of the Cyrillic text. The machine alone is wrong in loan words and dates."""
import re
import subprocess

MONTHS = 'yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr'
BEFORE = [
    (re.compile(r'(?<![аеёиоуўэюяыАЕЁИОУЎЭЮЯЫ])ц'), 'с'),  # ts after a vowel, s elsewhere: litsenziya, konsert
    (re.compile(r'(?<![аеёиоуўэюяыАЕЁИОУЎЭЮЯЫ])Ц'), 'С'),
    (re.compile(r'(?<=[ўЎ])ъ'), ''),                        # moʻjiza
    (re.compile(r'(?<=[сС])(?=ҳ)'), 'ъ'),                   # Isʼhoq
]
AFTER = [
    (re.compile(r'\bYO(?= )'), 'Yo'),                       # a word of one letter
    (re.compile(r'ʼye'), 'ye'),                             # obyekt
    (re.compile(r'(?<=[Ss]ent)ya(?=br)|(?<=[Oo]kt)ya(?=br)'), 'a'),
    (re.compile(r'(?<=\b\d{4}) (?=yil)'), '-'),             # 2020-yil
    (re.compile(rf'(?<=\d) (?=(?:{MONTHS}))'), '-'),        # 23-maydagi
]
LINE = '\n\n'  # no text has one


def latin(texts):
    """Each text in Latin script; one call for all, because the machine takes long to start."""
    joined = LINE.join(texts)
    for wrong, right in BEFORE:
        joined = wrong.sub(right, joined)
    made = subprocess.run(['uconv', '-f', 'UTF-8', '-t', 'UTF-8', '-x', 'uz_Cyrl-uz_Latn'],
                          input=joined, check=True, capture_output=True, encoding='utf-8').stdout
    for wrong, right in AFTER:
        made = wrong.sub(right, made)
    return made.split(LINE)
