"""Which texts stand on a button, where a long one breaks the line."""
import re
from pathlib import Path

ON_A_BUTTON = [re.compile(pattern) for pattern in (
    r'\bbutton\(\s*\{\s*\.text = say_?\("([a-z_.]+)"',
    r'\{"[a-z-]+", "/?[a-z?=-]+", "(console\.[a-z_]+)"',         # ConsoleAction
    r'\{"[a-z-]+", "(work\.[a-z_]+)", (?:"|nullptr)',            # Look, the forms of a case
)]
# Links that look like buttons, and buttons that are put together.
BESIDES = {'kiosk.take_ticket', 'kiosk.need_priority', 'kiosk.no_priority', 'kiosk.add_need', 'kiosk.start_again', 'kiosk.go_on',
           'console.undo', 'console.break_after', 'console.return', 'clock.confirm', 'dashboard.close_day', 'dashboard.reopen_day',
           'dashboard.pause', 'host.cancel', 'host.return', 'host.no_show', 'staff.switch_off', 'staff.switch_on', 'mandates.link',
           'work.give_mandate', 'work.answer_for', 'work.grant'}


def of(root):
    found = set(BESIDES)
    for file in (Path(root) / 'src').rglob('*.cpp'):
        if not file.name.endswith('_test.cpp'):
            code = file.read_text(encoding='utf-8')
            for pattern in ON_A_BUTTON:
                found.update(pattern.findall(code))
    return found
