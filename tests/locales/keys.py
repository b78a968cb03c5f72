"""The keys of messages that the program's code names, by itself or put together when it runs."""
import re
from dataclasses import dataclass
from pathlib import Path

KEY = re.compile(r'[a-z_]+(\.[a-z0-9_]+)+')
CODE = r'"([a-z0-9_]+)"'


def enumerators(file, name):
    """The names of an enum: `operator_` is "operator", where the language wants the underscore."""
    def values(root):
        body = re.search(rf'enum class {name}\b[^{{]*\{{([^}}]*)\}}', uncommented((root / file).read_text())) if (root / file).exists() else None
        return [one.strip().rstrip('_') for one in body[1].split(',') if one.strip()] if body else []
    return values


def array(file, name):
    """The texts of `constexpr … name[] = {"…", …}`."""
    def values(root):
        body = re.search(rf'\b{name}\b[^=;]*=\s*\{{([^}}]*)\}}', (root / file).read_text()) if (root / file).exists() else None
        return re.findall(r'"([^"]*)"', body[1]) if body else []
    return values


def commands(file):
    """Those of the table of commands: "hand-on" is "hand_on"."""
    def values(root):
        text = (root / file).read_text() if (root / file).exists() else ''
        return [name.replace('-', '_') for name in re.findall(r'\.name = "([a-z-]+)"', text)]
    return values


def registries(root):
    """Those that the reference centre can ask."""
    listed = re.search(r'^registries:\n((?:  - .*\n)+)', (root / 'catalogue/centre.yaml').read_text(), re.MULTILINE)
    return [name.replace('-', '_') for name in re.findall(r'  - ([a-z-]+)', listed[1])]


def these(*names):
    return lambda root: list(names)


def without(values, *names):
    return lambda root: [value for value in values(root) if value not in names]


QUEUE = 'src/features/queue/'
STATES = enumerators(QUEUE + 'domain.hpp', 'State')
RESULT_KINDS = array('src/features/results/domain.hpp', 'kKinds')
RESULT_STATES = enumerators('src/features/results/domain.hpp', 'State')
# Keys that are put together when the program runs: what may stand in their place.
CASE = 'src/features/cases/domain_case.cpp'
EVENT = 'src/features/cases/domain_event.cpp'
MANDATE = 'src/features/cases/domain_mandate.cpp'
FAMILIES = {
    'problem.{}': these('400', '401', '403', '404', '405', '408', '409', '412', '413', '414', '415', '422', '429', '431', '500', '503'),
    'event.{}': enumerators('src/features/cases/domain_event.hpp', 'EventKind'),
    'apply.problem_{}': these('none_chosen', 'not_together', 'out_of_season', 'zone'),
    'question.{}': these('applicant', 'organisation', 'person', 'identity', 'contact'),
    'document.{}': array('src/features/documents/domain.cpp', 'kStates'),
    'kind.{}': these('individual', 'business'),
    'fault.{}': these('too_long', 'too_small', 'too_large', 'too_few', 'too_many'),
    'missing.{}': these('pinfl', 'phone', 'organisation', 'tin', 'kind', 'district', 'mahalla', 'street'),
    'missing.own_{}': these('family_name', 'given_name', 'birth_date'),
    'missing.their_{}': these('family_name', 'given_name', 'birth_date'),
    'hint.{}': these('date', 'phone', 'pinfl', 'tin', 'passport'),
    'field.{}': these('kind', 'family_name', 'given_name', 'middle_name', 'birth_date', 'pinfl', 'passport', 'organisation', 'tin', 'phone', 'address', 'language', 'district', 'mahalla', 'street'),
    'work.task_{}': array(CASE, 'kTaskStateNames'),
    'work.done_{}': commands('src/features/cases/commands.cpp'),
    'work.delivered_{}': these('online', 'posted'),
    'service.fee_kind_{}': array('src/features/catalogue/domain.cpp', 'kFeeKinds'),
    'work.kind_{}': enumerators('src/features/catalogue/domain.hpp', 'StepKind'),
    'work.registry_says_{}': array(CASE, 'kConfirmationNames'),
    'work.order_{}': array('src/features/cases/service.hpp', 'kTaskOrders'),
    'work.view_{}': array('src/features/casework/pages_worklist_search.hpp', 'kViews'),
    'state.{}': lambda root: STATES(root) + array(EVENT, 'kCaseStateNames')(root) + without(array(CASE, 'kTaskStateNames'), 'waiting')(root),
    'mandates.relation_{}': array(MANDATE, 'kRelationNames'),
    'mandates.extent_{}': array(MANDATE, 'kExtentNames'),
    'mandates.reach_{}': array(MANDATE, 'kReachNames'),
    'mandates.state_{}': array(MANDATE, 'kMandateStateNames'),
    # What is asked, and each answer to it.
    'mandates.{}': array('src/features/my/pages_mandates.cpp', 'kFields'),
    'mandates.{}_{}': lambda root: [f'{asked}_{answer}' for asked, names in (('relation', 'kRelationNames'), ('extent', 'kExtentNames'), ('reach', 'kReachNames'))
                                  for answer in array(MANDATE, names)(root)],
    'ticket.about_{}': without(STATES, 'waiting', 'called'),
    'window.{}': enumerators(QUEUE + 'domain.hpp', 'WindowState'),
    'outcome.{}': array(QUEUE + 'domain.hpp', 'kOutcomes'),
    'console.state_{}': these('closed', 'break', 'free', 'called', 'serving'),
    'kiosk.mode_{}': array('src/features/kiosk/pages_frame.cpp', 'kModes'),
    'host.done_{}': array('src/features/hall/pages_parts.cpp', 'kDone'),
    'host.channel_{}': lambda root: enumerators(QUEUE + 'domain.hpp', 'Channel')(root) + array('src/features/host/pages_host_hall.cpp', 'kChannels')(root),
    'registry.{}': registries,
    'registries.breaker_{}': enumerators('src/features/integrations/domain_breaker.hpp', 'BreakerState'),
    'registries.reason_{}': enumerators('src/features/integrations/domain.hpp', 'Reason'),
    'result.kind_{}': RESULT_KINDS,
    'result.intro_{}': RESULT_KINDS,
    'result.closing_{}': RESULT_KINDS,
    'verify.state_{}': RESULT_STATES,
    'verify.about_{}': RESULT_STATES,
    'register.state_{}': without(RESULT_STATES, 'unknown', 'cannot_be_confirmed'),
    'role.{}': without(enumerators('src/platform/auth/principal.hpp', 'Role'), 'anonymous'),
}
# Their codes are found where a refusal is made (see refusals).
BY_CODE = {'refusal.{}', 'error.{}'}

COMMENTS = re.compile(r'R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*(?:.|\n)*?\*/')


def uncommented(code):
    return COMMENTS.sub(lambda m: re.sub(r'[^\n]', ' ', m[0]) if m[0].startswith('/') else m[0], code)


@dataclass(frozen=True)
class Use:
    key: str      # or a family: "state.{}"
    place: str    # file:line
    needed: bool  # False: the code falls back to something else


def arguments(code, begin):
    """What stands between the parenthesis in front of `begin` and the one that closes it."""
    depth, at = 1, begin
    while at < len(code) and depth:
        if code[at] == '"':
            at = re.compile(r'"(?:\\.|[^"\\])*"').match(code, at).end() - 1
        depth += {'(': 1, ')': -1}.get(code[at], 0)
        at += 1
    return code[begin:at - 1]


def refusals(code):
    """(position, key, needed) of the codes of refusals and of wrong fields."""
    for found in re.finditer(r'Kind::\w+,\s*(?:[^"();{}]*\?\s*"([a-z0-9_]+)"\s*:\s*)?' + CODE, code):
        for code_name in filter(None, found.groups()):
            yield found.start(), f'refusal.{code_name}', True
    # The server's own, which it answers with the title alone when there is no text.
    for found in re.finditer(r'\brefuse\(\d{3}, ' + CODE + r'|string_view code = ' + CODE, code):
        yield found.start(), f'refusal.{found[1] or found[2]}', False
    for found in re.finditer(r'\bwrong\(', code):
        _, _, after = arguments(code, found.end()).partition(',')
        for code_name in re.findall(CODE, after):
            yield found.start(), f'error.{code_name}', True


SAID = re.compile(r'\b(?:say_?|many)\(\s*"([^"]+)"(?!\s*\+)|'
                  r'i18n::(?:text|format|plural|has)\([^,()]*(?:\(\))?,\s*"([^"]+)"(?!\s*\+)')


def said(code):
    for found in SAID.finditer(code):
        key = found[1] or found[2]
        if KEY.fullmatch(key):
            yield found.start(), key


def uses(code, groups):
    """(position, key or family, needed) in one file. A text counts as a key when it looks like one and begins like one."""
    code = uncommented(code)
    code = re.sub(r'\blog::\w+\(\s*"[^"]*"|#include "[^"]*"', lambda m: ' ' * len(m[0]), code)
    yield from ((position, key, True) for position, key in said(code))
    for found in re.finditer(r'"((?:\\.|[^"\\\n])*)"(\s*\+)?', code):
        text, joined = found[1], found[2]
        if text.split('.')[0] not in groups:
            continue
        if re.fullmatch(r'[a-z_]+\.[a-z0-9_.]*\{\}', text):
            yield found.start(), text, True
        elif joined and re.fullmatch(r'[a-z_]+\.(?:[a-z0-9_.]*_)?', text):
            yield found.start(), text + '{}', True
        elif KEY.fullmatch(text) and not text.endswith(('.yaml', '.hpp', '.js', '.css', '.svg', '.db', '.csv')):
            yield found.start(), text, True
    yield from refusals(code)


def used(root, groups):
    """Every Use in the program's code."""
    files = {}
    for file in sorted((Path(root) / 'src').rglob('*.[ch]pp')):
        if not re.search(r'_(test|fuzz|bench)\.cpp$', file.name) and 'testing' not in file.parts:
            files[file.relative_to(root)] = file.read_text(encoding='utf-8')
    groups = groups | {key.split('.')[0] for code in files.values() for _, key in said(code)}
    for file, code in files.items():
        for position, key, needed in uses(code, groups):
            yield Use(key, f'{file}:{code.count(chr(10), 0, position) + 1}', needed)


def check(root, known):
    """Each fault as one line, given the keys that have a text."""
    root = Path(root)
    groups = {key.split('.')[0] for key in known | FAMILIES.keys() | BY_CODE}
    named, missing = set(), set()
    for use in used(root, groups):
        if use.key in BY_CODE:
            continue
        keys = [use.key]
        if use.key.endswith('{}'):
            if use.key not in FAMILIES:
                yield f'{use.place}: "{use.key}" is put together, but keys.py does not say of what'
                continue
            keys = [use.key.replace('{}', value) for value in FAMILIES[use.key](root)]
            if not keys:
                yield f'{use.place}: keys.py finds nothing that may stand in "{use.key}"'
        named.update(keys)
        for key in keys:
            if use.needed and key not in known and key not in missing:
                missing.add(key)
                yield f'{use.place}: "{key}" has no text in en.po'
    yield from (f'locales/en.po: "{key}" is not used' for key in sorted(known - named))
