"""The units and scripts of the package, as far as they can be judged without starting them."""
import os
import re
import shlex
import shutil
import unittest
from pathlib import Path

from support import PROGRAM, SOURCE, InFolder, run

PACKAGING = SOURCE / 'packaging'
UNITS = PACKAGING / 'systemd'
SERVICES = sorted(path.name for path in UNITS.glob('*.service'))
MOST_EXPOSED = 20  # tenths, as --threshold counts


def lines_of(file):
    return [line for line in file.read_text().splitlines() if line and not line.startswith(('#', '['))]


class Units(InFolder):
    def setUp(self):
        super().setUp()
        run('dpkg-deb', '--extract', os.environ['PACKAGE'], self.folder, check=True)
        self.units = self.folder / 'lib/systemd/system'

    def test_systemd_finds_no_mistake(self):
        packaged = [path.name for path in sorted(self.units.iterdir()) if path.is_file()]
        self.assertEqual(packaged, sorted(path.name for path in UNITS.iterdir() if path.is_file()))
        # What they refer to is systemd's own.
        for unit in Path('/lib/systemd/system').iterdir():
            if unit.suffix in ('.target', '.slice') and not (self.units / unit.name).exists():
                shutil.copy(unit, self.units, follow_symlinks=True)
        found = run('systemd-analyze', f'--root={self.folder}', '--man=no', 'verify', *packaged)
        self.assertEqual((found.returncode, found.stderr), (0, ''))

    def test_nothing_is_more_exposed_than_it_must_be(self):
        for service in SERVICES:
            found = run('systemd-analyze', f'--root={self.folder}', '--no-pager', 'security', '--offline=yes',
                        f'--threshold={MOST_EXPOSED}', service)
            self.assertEqual(found.returncode, 0, f'{service}: {found.stdout}')

    def test_the_services_are_hardened_alike(self):
        of_the_server = lines_of(UNITS / 'biroyna.service')
        hardening = of_the_server[of_the_server.index('NoNewPrivileges=yes'):of_the_server.index('WantedBy=multi-user.target')]
        self.assertGreater(len(hardening), 25)
        self.assertEqual([line for line in hardening if line not in lines_of(UNITS / 'biroyna-.service.d/hardening.conf')], [])

    def test_they_call_commands_that_there_are(self):
        for service in SERVICES:
            for line in lines_of(UNITS / service):
                if not line.startswith('ExecStart='):
                    continue
                program, *words = shlex.split(line.removeprefix('ExecStart='))
                self.assertEqual(program, '/usr/bin/biroyna')
                command = [word for word in words[:2] if re.fullmatch('[a-z]+', word)]
                told = run(PROGRAM, *command, '--help')
                self.assertEqual(told.returncode, 0, f'{service}: {told.stderr}')
                for option in filter(lambda word: word.startswith('--'), words):
                    self.assertIn(option, told.stdout, service)

    def test_timers_have_their_service_and_a_time(self):
        for timer in UNITS.glob('*.timer'):
            self.assertIn(timer.with_suffix('.service').name, SERVICES)
            when = re.search(r'^OnCalendar=(.+)$', timer.read_text(), re.MULTILINE)[1]
            self.assertEqual(run('systemd-analyze', 'calendar', when).returncode, 0, when)

    def test_every_unit_that_can_be_enabled_is_by_the_scripts(self):
        enabled = {path.name for path in UNITS.iterdir() if path.is_file() and '[Install]' in path.read_text()}
        for script in ('postinst', 'postrm'):
            named = set(re.findall(r'\bbiroyna[a-z-]*\.(?:socket|service|timer)\b', (PACKAGING / 'deb' / script).read_text()))
            self.assertEqual(named, enabled, script)


class TheExampleOfAnswers(InFolder):
    def test_says_the_names_and_defaults_that_the_setup_has(self):
        text = (PACKAGING / 'answers.yaml').read_text()
        text = text.replace('/usr/share/biroyna/catalogue', str(SOURCE / 'catalogue'))
        text = text.replace('/var/lib/biroyna', str(self.folder / 'data')).replace('127.0.0.1:8080', '127.0.0.1:18080')
        (self.folder / 'answers.yaml').write_text(text)
        made = run(PROGRAM, 'setup', '--answers', self.folder / 'answers.yaml', '--config', self.folder / 'biroyna.yaml')
        self.assertEqual(made.returncode, 0, made.stderr)


if __name__ == '__main__':
    unittest.main()
