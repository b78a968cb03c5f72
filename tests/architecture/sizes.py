"""The rooms of the tree: how large they are and who knows whom."""
import rules

MOST_LINES = 450  # of a file
MOST_SHARE = 1 / 8  # of the code, in one feature


def measure(files):
    """Each room's code: its lines, files and largest file; tests aside."""
    rooms = {}
    for file in files.values():
        if not file.test:
            lines = file.text.count('\n')
            room = rooms.setdefault(file.room, {'lines': 0, 'files': 0, 'largest': (0, '')})
            room['lines'] += lines
            room['files'] += 1
            room['largest'] = max(room['largest'], (lines, file.name))
    return rooms


def check_sizes(files):
    rooms = measure(files)
    total = sum(room['lines'] for room in rooms.values())
    for name, room in rooms.items():
        if name.startswith('features/') and room['lines'] > total * MOST_SHARE:
            yield f'src/{name} has {room["lines"]} lines, more than an eighth of {total}'
    for file in files.values():
        lines = file.text.count('\n')
        if not file.test and lines > MOST_LINES:
            yield f'src/{file.path} has {lines} lines, at most {MOST_LINES}'


def table(files):
    """The rooms as text, in the order of who may know whom: features by name alone, core aside as all know it."""
    rooms, known = measure(files), rules.rooms_known(files)
    total = sum(room['lines'] for room in rooms.values())
    order = [f'features/{name}' for name in rules.ROOMS]
    names = sorted(rooms, key=lambda name: (order.index(name) if name in order else -1, name))

    def short(others):
        return ' '.join(other.split('/')[-1] for other in names if other in others and other != 'core') or '-'

    rows = [('room', 'lines', 'share', 'files', 'largest file')]
    for name in names:
        room = rooms[name]
        lines, largest = room['largest']
        rows.append((name, str(room['lines']), f'{100 * room["lines"] / total:.1f} %', str(room['files']),
                     f'{largest} {lines}'))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    text = []
    for name, row in zip([None] + names, rows):
        cells = [row[0].ljust(widths[0])] + [row[i].rjust(widths[i]) for i in (1, 2, 3)] + [row[4]]
        text.append('  '.join(cells))
        if name:
            users = {other for other in names if name in known[other]}
            text.append(f'    knows:       {short(known[name])}')
            text.append(f'    is known by: {"all" if name == "core" else short(users)}')
    text.append(f'{len(names)} rooms, {total} lines, tests aside; a feature has at most {int(total * MOST_SHARE)}')
    return '\n'.join(text)
