"""How a text is worded: the signs it is written with, the glossary, and what each kind of text owes to its reader."""
import re

import glossary
import uzbek

PLACEHOLDER = re.compile(r'\{[a-z_.]+\}')
DATES = r'\{(?:day|when|clock|now|until)\}'
ENDING = 'дан|да|га|гача|даги|ни|нинг|дир'
# What must not stand in a text, by language; '' is for all.
SIGNS = {
    '': [(r'"', 'has a straight quotation mark'),
         (r'\.\.\.', 'has three full stops instead of …'),
         (r' - |--', 'has a hyphen for a dash'),
         (r'!', 'has an exclamation mark'),
         (r'\b[a-z]+_[a-z_]+\b', 'has a name of the program\'s code'),
         (r'\s[,.;:?]', 'has a blank before a sign')],
    'en': [(r'[«»]', 'has quotation marks of another language'),
           (r'[‘’ʼ]', "has an apostrophe that is not '"),
           (r"\b(?:do|does|is|are|ca|wo|did|has|have)n't\b|\b(?:it|that|there)'s\b|\b\w+'(?:re|ve|ll)\b", 'is short for two words')],
    'ru': [(r"[“”'‘’]", 'has quotation marks of another language'),
           (r'(?<=[^.?…:»] )(?:Вы|Вас|Вам|Вами|Ваш\w*)\b', 'has a capital in the middle of a sentence'),
           (r'\b(?:ты|тебя|тебе|тобой|твой|твоя|твоё|твои)\b', 'speaks as to a child'),
           (r'л\(а\)|\bон\(а\)', 'gives a person two sexes'),
           (r'\b(?:еще|ее|прием\w*|подьем\w*|объем\w*|счет\w*|учет\w*|ребенок|свое|чье|мое|подойдет|идет|утерян\w*ое)\b', 'lacks a ё'),
           (rf'{DATES}-?[а-я]', 'has an ending on a date')],
    'uz-Cyrl': [(r"[“”'‘’]", 'has quotation marks of another language'),
                (r'(?<=[^.?…:»] )(?:Сиз|Сизга|Сизни|Сизнинг|Сизда)\b', 'has a capital in the middle of a sentence'),
                (r'\b(?:сен|сенга|сени|сенинг)\b', 'speaks as to a child'),
                (rf'{DATES}[ -]?(?:{ENDING})\b', 'has an ending on a date'),
                (r'\}[а-яўқғҳ]', 'has an ending on a placeholder'),
                (rf'\b(?:кВт|МБ|КБ|м|км|га) (?:{ENDING})\b', 'has an ending on an abbreviation; write the word')],
    'uz-Latn': [(r'\b\d{4} yil', 'has a year without its hyphen')],
}
SIGNS = {language: [(re.compile(wrong, re.IGNORECASE if 'child' in what or 'ё' in what else 0), what) for wrong, what in each]
         for language, each in SIGNS.items()}
IN_FIGURES = re.compile(r'\b\d\d\.\d\d\.[12]\d{3}\b')  # in Russian as in the law; elsewhere only where it shows how to type one
NAMES_CODE = ('error.unknown_outcome',)  # says what a program may send
LONGEST_BUTTON = 28
# Abbreviations that a reader need not know, and the words that have to stand in the same text.
ABBREVIATIONS = {'uz-Cyrl': [('БҲМ', 'базавий ҳисоблаш миқдори'), ('ҚҚС', 'қўшилган қиймат солиғи'), ('МЧЖ', 'масъулияти чекланган жамият')],
                 'ru': [('БРВ', 'базов'), ('НДС', 'налог'), ('ООО', 'ограниченной ответственностью')],
                 'en': [('BHM', 'base calculation amount'), ('VAT', 'value added tax'), ('LLC', 'limited liability')]}


def signs(language, key, text):
    for wrong, what in SIGNS[''] + SIGNS.get(language, []):
        if wrong.search(text if '{' in wrong.pattern or r'\}' in wrong.pattern else PLACEHOLDER.sub('0', text)) and \
                not (key in NAMES_CODE and 'code' in what):
            yield what


def bare(language, text):
    for short, words in ABBREVIATIONS.get(language, []):
        if re.search(rf'\b{short}\b', text) and words not in text.lower():
            yield f'has {short} without its words'


def stops(key, text):
    """Refusals are sentences. A fault beside a field is a phrase; where it is several sentences, the last has its stop, too."""
    ends = text.endswith(('.', '?'))
    if key.startswith('refusal.') and not ends:
        yield 'is a refusal without a full stop at its end'
    if key.startswith('error.'):
        several = re.search(r'[.?] \S', text) is not None
        if several and not ends:
            yield 'has several sentences, the last without a full stop'
        if not several and ends:
            yield 'is one phrase beside a field, with a full stop at its end'


def one_for_all(message):
    """Forms for one and for many that are the same word for word."""
    return message.plural and len(message.texts) > 1 and len(set(message.texts)) == 1


def of_locales(catalogues, words, buttons):
    """Each fault as (language, key, what)."""
    for language, each in catalogues.items():
        for key, message in each.messages.items():
            for text in message.texts:
                for what in [*signs(language, key, text), *bare(language, text), *stops(key, text)]:
                    yield language, key, what
                if key in buttons and len(PLACEHOLDER.sub('', text)) > LONGEST_BUTTON:
                    yield language, key, f'is {len(text)} characters long, more than the {LONGEST_BUTTON} of a button'
                yield from not_used(words, language, key, text)
            if language in ('ru', 'en') and one_for_all(message):
                yield language, key, 'has the same text for one and for many'
        menu = {}
        for key, message in each.messages.items():
            if key.startswith('nav.'):
                other = menu.setdefault(message.texts[0], key)
                if other != key:
                    yield language, key, f'is called as {other} is, "{message.texts[0]}"'
    yield from in_latin(catalogues['uz-Cyrl'], catalogues['uz-Latn'])


def in_latin(cyrillic, latin):
    pairs = [(key, text, latin.messages[key].texts[form]) for key, message in cyrillic.messages.items() if key in latin.messages
             for form, text in enumerate(message.texts) if form < len(latin.messages[key].texts)]
    for (key, _, is_now), right in zip(pairs, uzbek.latin([text for _, text, _ in pairs])):
        if is_now != right:
            yield 'uz-Latn', key, f'is "{is_now}", the Cyrillic text says "{right}"'


def not_used(words, language, key, text):
    said = PLACEHOLDER.sub('', text)
    for word in words:
        if word.language == language and word.concerns(key) and (wrong := word.within(said)):
            yield language, key, f'has "{wrong}"; the glossary says "{word.instead}"'


def of_catalogue(texts, words):
    """Each fault of the centre's catalogue as (language, key, what)."""
    texts = list(texts)
    for key, each in texts:
        for language, text in each.items():
            for what in [*signs(language, key, text), *bare(language, text)]:
                yield language, key, what
            if language != 'ru' and IN_FIGURES.search(text):
                yield language, key, 'has a date in figures'
            yield from not_used(words, language, key, text)
    for (key, each), right in zip(texts, uzbek.latin([each['uz-Cyrl'] for _, each in texts])):
        if each['uz-Latn'] != right:
            yield 'uz-Latn', key, f'is "{each["uz-Latn"]}", the Cyrillic text says "{right}"'


def of_glossary(document, texts):
    """The glossary itself: each thing has a name in each language, and the texts use it. `texts`: all of one language, by language."""
    each = glossary.terms(document)
    if not each:
        yield 'has no table of terms'
    latin = uzbek.latin([row[2] for row in each]) if each else []
    for row, made in zip(each, latin):
        if len(row) != 4 or not all(row):
            yield f'"{row[0]}" has no name in one of the languages'
            continue
        if row[3] != made:
            yield f'"{row[0]}" is "{row[3]}" in Latin script, the Cyrillic says "{made}"'
        for language, cell in zip(('en', 'ru', 'uz-Cyrl'), row):
            for name in re.sub(r'\([^)]*\)', '', cell).split(','):
                stems = [re.escape(word[:max(3, len(word) - 3)]) for word in name.split()]
                if not re.search(r'\b' + r'\S*\s+'.join(stems), texts[language], re.IGNORECASE):
                    yield f'"{name.strip()}" is in no text ({language})'
