"""Who may include and link what (ARCHITECTURE.md, "The rules")."""
import re
from collections import deque
from pathlib import Path

# Outside headers that only one place may know.
ONLY_HERE = {
    'boost/beast': 'platform/http/',
    'boost/asio': 'platform/http/',
    'sqlite3.h': 'platform/db/',
    'libpq-fe.h': 'platform/db/',
    'CLI/': 'main.cpp',
    'yaml.h': 'platform/yaml/',
    'sodium.h': ('platform/auth/', 'platform/vault/'),
    'spdlog/': 'platform/log/',
    'prometheus/': 'platform/metrics/',
    'qrcodegen/': 'platform/qr/',
    'curl/': 'platform/client/',
    'jpeglib.h': 'platform/pictures/',
    'png.h': 'platform/pictures/',
    'libheif/': 'platform/pictures/',
    'jbig2.h': 'platform/pdf_check/',
    'qpdf/': ('platform/qpdf/', 'platform/pdf_check/'),
    'cairo': 'platform/pdf/',
    'pango/': 'platform/pdf/',
    'fontconfig/': 'platform/pdf/',
    'openssl/cms': 'platform/signing/',
}
BEAST_UNITS = 3
# All features, in the order of who may know whom: each knows only those before it.
ROOMS = ('audit', 'timekeeping', 'catalogue', 'forms', 'eligibility', 'staff', 'sessions', 'queue', 'hall', 'kiosk', 'console', 'host', 'board',
         'documents', 'results', 'integrations', 'cases', 'case_views', 'deadlines', 'intake', 'casework', 'my', 'demo')
# What HTTP is, and who may know it besides the app and the edge files of a feature.
HTTP = ('platform/http/', 'platform/pages/')
EDGE_OF_PLATFORM = ('platform/http', 'platform/pages', 'platform/site', 'platform/live', 'platform/json',
                    'platform/assets')


def is_edge(path):
    """Whether a feature's file belongs to its edge: api.cpp, pages_board.hpp, edge_guard.cpp."""
    return re.match(r'(api|pages|edge)(_|\.)', Path(path).name) is not None


def is_face(path):
    """Whether others may include this header of a feature: its own name, or its API's or pages' declarations."""
    parts = Path(path).parts
    return len(parts) == 3 and parts[2] in (f'{parts[1]}.hpp', 'api.hpp', 'pages.hpp', 'edge.hpp')


def may_know_http(file):
    top = Path(file.path).parts[0]
    return (file.test or file.room in ('app', 'main') or file.room in EDGE_OF_PLATFORM
            or top == 'features' and is_edge(file.path))


def between_features(file, included):
    """Why a feature's file may not include this file of a feature, or None."""
    own, other = Path(file.path).parts[1], Path(included).parts[1]
    name, included_name = file.name, Path(included).name
    if own in ROOMS and other in ROOMS[ROOMS.index(own) + 1:]:
        return f'{own} does not know {other}'
    if file.test and re.match(r'(domain_)?test_', included_name):
        return None
    if is_edge(included) and not is_edge(file.path) and not file.test:
        return 'api*, pages* and edge* headers are for such files alone'
    domains = name.startswith('domain') and included_name.startswith('domain')
    if own != other and not is_face(included) and not domains:
        return f'other features are met through {other}/{other}.hpp, or api.hpp, pages.hpp, edge.hpp'
    return None


def forbidden(file, included):
    """Why the file may not include this file of src, or None."""
    here, there = Path(file.path).parts[0], Path(included).parts[0]
    if here == 'core' and there != 'core':
        return 'core includes only core'
    if here == 'platform' and there not in ('core', 'platform'):
        return 'platform includes only core and platform'
    if here == 'features' and there == 'app':
        return 'a feature does not know the app'
    if here == 'features' and file.name.startswith('domain') and not file.test:
        if there != 'core' and not (there == 'features' and Path(included).name.startswith('domain')):
            return 'the domain is pure: it includes only core and domains'
    if here == 'features' and there == 'features':
        return between_features(file, included)
    return None


def check_includes(files):
    """Each include by itself."""
    for file in files.values():
        for included in file.quoted + file.angled:
            for prefix, place in ONLY_HERE.items():
                if included.startswith(prefix) and not file.path.startswith(place) and not file.test:
                    yield f'src/{file.path} includes {included}: only {place} may include it'
        for included in file.quoted:
            reason = forbidden(file, included) if '/' in included else None
            if reason:
                yield f'src/{file.path} includes {included}: {reason}'
    beast = [file.path for file in files.values() if file.name.endswith('.cpp') and not file.test
             and any(included.startswith('boost/beast') for included in file.angled)]
    if len(beast) > BEAST_UNITS:
        yield f'Beast stands in {len(beast)} units, at most {BEAST_UNITS}: {", ".join(beast)}'


def way_to_http(files, start, first=None):
    """The shortest chain of includes from a file to a header of HTTP, or None; `first`: by way of this include."""
    before, waiting = {start: None}, deque([start])
    while waiting:
        path = waiting.popleft()
        if path != start and path.startswith(HTTP):
            chain = []
            while path:
                chain.insert(0, path)
                path = before[path]
            return chain
        next_files = files[path].quoted if path in files else []
        for included in [first] if first and path == start else next_files:
            if included not in before:
                before[included] = path
                waiting.append(included)
    return None


def check_http(files):
    """HTTP is known at the edge alone: also over other headers, also without an include.

    One line for each file that includes a header of the edge, with those that know HTTP only through this file.
    """
    def at_edge(path):
        return path.startswith(HTTP) or path in files and may_know_http(files[path])

    own, through = {}, {}
    for path, file in files.items():
        if may_know_http(file):
            continue
        chain = way_to_http(files, path)
        if chain is None:
            if re.search(r'\bnamespace\s+(\w+::)*http\b|\bhttp::', file.code()):
                yield f'src/{path} knows HTTP: it names http:: without an include'
            continue
        ways = [way_to_http(files, path, included) for included in file.quoted if at_edge(included)]
        ways = [way for way in ways if way]
        if ways:
            own[path] = min(ways, key=len)
        else:
            last = [step for step in chain if not at_edge(step)][-1]
            through.setdefault(last, []).append(path)
    for path, chain in own.items():
        others = through.get(path, [])
        more = f' (and through it {", ".join(others)})' if others else ''
        yield f'src/{path} knows HTTP: {" -> ".join(chain)}{more}'


def rooms_known(files):
    """Which other rooms each room includes, tests aside."""
    known = {}
    for file in files.values():
        if not file.test:
            known.setdefault(file.room, set()).update(
                files[included].room for included in file.quoted if included in files)
    return {room: rooms - {room} for room, rooms in known.items()}


def check_rooms(files):
    """Every feature has its place in the order, and no rooms include each other in a circle."""
    known = rooms_known(files)
    for room in sorted(known):
        if room.startswith('features/') and Path(room).name not in ROOMS:
            yield f'src/{room} is not among ROOMS in tests/architecture/rules.py: say whom it may know'
    # What includes nothing else is taken away until nothing is left, or only circles and what leads to them.
    left = dict(known)
    while True:
        leaves = [room for room, rooms in left.items() if not rooms & left.keys()]
        if not leaves:
            break
        for room in leaves:
            del left[room]
    if left:
        room, way = min(left), []
        while room not in way:
            way.append(room)
            room = min(known[room] & left.keys())
        yield f'a circle of rooms: {" -> ".join(way[way.index(room):] + [room])}'


def check_links(dot):
    """Domain libraries link the core and domains alone. `dot` is the graph that `cmake --graphviz` writes."""
    names = dict(re.findall(r'"(node\d+)" \[ label = "([^"\\]+)', dot))
    edges = {}
    for a, b in re.findall(r'"(node\d+)" -> "(node\d+)"', dot):
        edges.setdefault(names.get(a, a), set()).add(names.get(b, b))
    domains = [name for name in names.values() if re.fullmatch(r'biroyna_\w+_domain', name)]
    if not domains:
        yield 'the graph has no domain library'
    for domain in sorted(domains):
        for linked in sorted(edges.get(domain, ())):
            if linked != 'biroyna_core' and not re.fullmatch(r'biroyna_\w+_domain', linked):
                yield f'{domain} links {linked}: the domain links only the core'
