"""What a text must be: there in every language, with the same placeholders, and written as its language is."""
import re
import unicodedata

PLACEHOLDER = re.compile(r'\{([a-z_]+)\}')
WORD = re.compile(r"[^\W\d_]+")


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def scripts(word):
    return {name for name in ('LATIN', 'CYRILLIC') if any(unicodedata.name(c, '').startswith(name) for c in word)}


def faults(language, text):
    """What is wrong with one text, whatever the other languages say."""
    if not text.strip():
        yield 'is empty'
        return
    rest = PLACEHOLDER.sub('', text)
    if '{' in rest or '}' in rest:
        yield 'has an unbalanced or misspelt {placeholder}'
    if '  ' in text:
        yield 'has two blanks in a row'
    if text != text.strip():
        yield 'has a blank at its begin or end'
    for word in WORD.findall(rest):
        if len(scripts(word)) > 1:
            yield f'mixes Latin and Cyrillic letters in "{word}"'
    if language == 'uz-Latn':
        if any('CYRILLIC' in scripts(word) for word in WORD.findall(rest)):
            yield 'has Cyrillic letters'
        if re.search(r"(?<=[^\W\d_])['`‘’](?=[^\W\d_])|(?<=[oOgG])['`‘’]", rest):
            yield 'has an apostrophe that is not ʻ or ʼ'


def check(catalogues):
    """Each fault as (language, key, what); `en` says which texts there are."""
    english = catalogues['en']
    for language, catalogue in catalogues.items():
        for key in sorted(catalogue.messages.keys() - english.messages.keys()):
            yield language, key, 'is not in en.po'
        for key, wanted in english.messages.items():
            found = catalogue.messages.get(key)
            if found is None:
                yield language, key, 'is missing'
                continue
            if found.plural != wanted.plural:
                yield language, key, 'is a plural in one language and none in the other'
                continue
            expected = catalogue.forms if wanted.plural else 1
            if len(found.texts) != expected:
                yield language, key, f'has {len(found.texts)} forms instead of {expected}'
            for text in found.texts:
                for fault in faults(language, text):
                    yield language, key, fault
            # One form may leave out the number: "one person".
            here, there = (set().union(*map(placeholders, m.texts)) for m in (found, wanted))
            if here != there:
                yield language, key, f'has the placeholders {sorted(here)}, in en.po they are {sorted(there)}'
