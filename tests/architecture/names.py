"""Names that were given up, and what is said instead: one word for one thing."""
import re
from pathlib import Path

# A pattern for a whole word of an identifier (`mended` of `mended_parts`, `Paper` of `PaperId`), and what to use.
WORDS = {
    'surroundings': 'plain parameters, or Site for what every page needs',
    'strangers': 'GuessThrottle',
    'talk': 'DraftSession',
    'orderer': 'Actor',
    'mend|mends|mended|mending|mendable': 'correct, Correction',
    'paper|papers': 'Document (what is handed in), Result (what is issued)',
    'bundle|bundles': 'submission',
    'power|powers': 'Mandate',
}
# The same for whole identifiers: within another name the word is right.
IDENTIFIERS = {
    r'\w+Around|around_?': 'plain parameters, or Site for what every page needs',
    'Own': 'ApplicantView',
    'Words': 'CommandInput',
    'Sender|sender_of': 'Actor',
}
# Declared as if they were nouns.
NOUNS = re.compile(r'\bauto\s*[&*]?\s+(of|wanted|given)\s*[={]')
TEST_NAME = re.compile(r'\b((?:RC_GTEST|TYPED_TEST|TEST)\w*\(\s*\w+\s*,)\s*\w+')


def words(identifier):
    return [word.lower() for word in re.findall(r'[A-Z]+(?![a-z])|[A-Z]?[a-z]+', identifier)]


def instead_of(identifier):
    """What is said instead of a name that was given up; None of any other name."""
    for pattern, instead in IDENTIFIERS.items():
        if re.fullmatch(pattern, identifier):
            return instead
    for pattern, instead in WORDS.items():
        if any(re.fullmatch(pattern, word) for word in words(identifier)):
            return instead
    return None


def check_names(files):
    """Identifiers and names of files; the names of tests are sentences and may say anything."""
    places = {}
    for path, file in files.items():
        code = TEST_NAME.sub(r'\1', file.code())
        for identifier in {Path(path).stem, *re.findall(r'[A-Za-z_]\w*', code)}:
            places.setdefault(identifier, []).append(path)
        for noun in set(NOUNS.findall(code)):
            yield f'{path}: a variable called {noun}: say what it is (opened, requested, provided)'
    for identifier, paths in sorted(places.items()):
        instead = instead_of(identifier)
        if instead:
            more = f' and {len(paths) - 1} more' if len(paths) > 1 else ''
            yield f'{paths[0]}{more}: {identifier} was given up, say {instead}'
