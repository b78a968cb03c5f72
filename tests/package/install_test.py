"""The package in a Debian of its own: installed, set up, used, upgraded, removed, installed again, purged. One installation through
all tests, which run in the order of their names."""
import json
import os
import re
import shutil
import stat
import subprocess
import unittest
from pathlib import Path

from sockets_test import RESTARTING, TICKET, Load
from support import BUILD, InFolder, ask, free_port, run, wait_until

ROOT = BUILD / 'root'
PACKAGE, BEFORE = Path(os.environ['PACKAGE']), Path(os.environ['PACKAGE_BEFORE'])
DATA, SETTINGS, ETC, BACKUPS = (ROOT / path for path in ('var/lib/biroyna', 'etc/biroyna/biroyna.yaml', 'etc/biroyna',
                                                         'var/backups/biroyna'))
WITH = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'DEBIAN_FRONTEND': 'noninteractive', 'LC_ALL': 'C.UTF-8'}


def inside(*command, **options):
    return run('unshare', '--mount', 'sh', '-c', 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"', ROOT, *command, env=WITH,
               **options)


def apt(*words):
    done = inside('apt-get', '--quiet', '--assume-yes', '--no-install-recommends', *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def install(package):
    """The file is seen in the root folder, as an operator has it in theirs."""
    target = ROOT / 'root' / package.name
    target.write_bytes(package.read_bytes())
    return apt('install', '--allow-downgrades', f'/root/{package.name}')


def owner_and_mode(path):
    """Owner and group by name, and the mode."""
    names = dict(line.split(':')[2::-2] for line in (ROOT / 'etc/passwd').read_text().splitlines())
    groups = dict(line.split(':')[2::-2] for line in (ROOT / 'etc/group').read_text().splitlines())
    status = path.stat()
    return f'{names.get(str(status.st_uid))}:{groups.get(str(status.st_gid))} {stat.S_IMODE(status.st_mode):o}'


def enabled():
    return sorted(path.name for path in (ROOT / 'etc/systemd/system').rglob('biroyna*') if path.is_symlink())


UNITS = ['biroyna-audit-verify.timer', 'biroyna-backup.timer', 'biroyna-documents-check.timer', 'biroyna.service', 'biroyna.socket']


class Installation(InFolder):
    port = free_port()
    token = ''
    tickets = []

    def start_program(self):
        """As the unit does: as the user, with a socket that stays when the program is restarted."""
        log = (self.folder / 'log').open('w')
        self.addCleanup(log.close)
        program = self.folder / 'program'
        program.write_text(f'#!/bin/sh\nexec chroot --userspec=biroyna:biroyna {ROOT} /usr/bin/biroyna serve --config '
                           '/etc/biroyna/biroyna.yaml\n')
        program.chmod(0o755)
        activate = self.start('systemd-socket-activate', f'--listen=127.0.0.1:{self.port}', 'bash', '-c', RESTARTING, program,
                              self.folder, stdout=subprocess.DEVNULL, stderr=log)
        self.addCleanup(self.stop_program)
        self.addCleanup(self.end, activate)
        wait_until(lambda: 'Listening on' in (self.folder / 'log').read_text())

    def stop_program(self):
        if self.program():
            run('kill', self.program())
            wait_until(lambda: not Path('/proc', self.program()).exists())

    def program(self):
        file = self.folder / 'pid'
        return file.read_text().strip() if file.exists() else ''

    def ask_for(self, method, path, body=None, key=None):
        headers = {'Authorization': f'Bearer {self.token}', 'Content-Type': 'application/json'}
        return ask(self.port, method, path, {**headers, **({'Idempotency-Key': key} if key else {})}, body)

    def take_ticket(self, key):
        status, _, body = self.ask_for('POST', '/api/v1/centres/sergeli/tickets', TICKET, key)
        self.assertEqual(status, 201, body)
        self.tickets.append(json.loads(body)['id'])

    def assert_tickets_are_there(self):
        for ticket in self.tickets:
            self.assertEqual(self.ask_for('GET', f'/api/v1/tickets/{ticket}')[0], 200)

    def assert_modes(self):
        self.assertEqual(owner_and_mode(DATA), 'biroyna:biroyna 700')
        self.assertEqual(owner_and_mode(ETC), 'root:biroyna 750')
        self.assertEqual(owner_and_mode(BACKUPS), 'biroyna:biroyna 700')

    def test_1_install(self):
        said = install(BEFORE)
        self.assertIn('run "biroyna setup"', said)
        self.assert_modes()
        self.assertEqual(enabled(), UNITS)
        self.assertEqual(owner_and_mode(ROOT / 'usr/bin/biroyna'), 'root:root 755')
        self.assertIn('/usr/sbin/nologin', re.search('^biroyna:.*$', (ROOT / 'etc/passwd').read_text(), re.MULTILINE)[0])
        self.assertRegex(inside('biroyna', 'version').stdout, r'^biroyna \d')
        self.assertNotIn('not found', inside('ldd', '/usr/bin/biroyna').stdout)
        self.assertEqual(inside('biroyna', 'check', '/usr/share/biroyna/catalogue').returncode, 0)

    def test_2_setup_as_root_makes_all_for_the_user(self):
        (ROOT / 'root/answers.yaml').write_text(
            f'public_url: https://navbat.example.uz\nlisten: 127.0.0.1:{self.port}\n'
            'administrator: {name: Jasur Tursunov, login: jasur}\n')
        made = inside('biroyna', 'setup', '--answers', '/root/answers.yaml')
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn('systemctl start biroyna', made.stdout)
        self.assertEqual(owner_and_mode(SETTINGS), 'root:biroyna 640')
        with SETTINGS.open('a') as settings:
            settings.write('open_all_hours: true\n')
        listen = (ROOT / 'etc/systemd/system/biroyna.socket.d/listen.conf')
        self.assertEqual(owner_and_mode(listen), 'root:root 644')
        self.assertTrue(listen.read_text().endswith(f'[Socket]\nListenStream=\nListenStream=127.0.0.1:{self.port}\n'))

    def test_3_commands_of_root_leave_nothing_that_the_program_cannot_read(self):
        for command in (('token', 'add', '--centre', 'sergeli', '--role', 'host'), ('documents', 'check'), ('audit', 'verify')):
            done = inside('biroyna', *command, '--config', '/etc/biroyna/biroyna.yaml')
            self.assertEqual(done.returncode, 0, done.stderr)
            type(self).token = self.token or done.stdout.strip()
        for path in DATA.rglob('*'):
            self.assertEqual(owner_and_mode(path), 'biroyna:biroyna ' + ('700' if path.is_dir() else '600'), path)

    def test_4_first_ticket(self):
        self.start_program()
        self.take_ticket('first')

    def test_5_an_upgrade_drops_no_request_and_keeps_what_was_set(self):
        self.start_program()
        (ROOT / 'etc/systemd/system/timers.target.wants/biroyna-backup.timer').unlink()  # as "systemctl disable" does
        DATA.chmod(0o755)  # somebody's mistake
        settings = SETTINGS.read_bytes()
        load = Load(self.port, self.token)
        self.addCleanup(load.end)
        wait_until(lambda: len(load.answered) >= 20 or load.failed)
        before = self.program()
        said = install(PACKAGE)
        run('kill', before)  # what a restart does where systemd runs
        count = len(load.answered)
        wait_until(lambda: self.program() != before and (len(load.answered) >= count + 50 or load.failed))
        load.end()
        self.assertEqual(load.failed, [])
        self.assertNotIn('run "biroyna setup"', said)
        self.assertEqual(SETTINGS.read_bytes(), settings)
        self.assert_modes()
        self.assertEqual(enabled(), [unit for unit in UNITS if unit != 'biroyna-backup.timer'])
        installed = inside('dpkg-query', '--show', '--showformat=${Version}', 'biroyna').stdout
        self.assertEqual(installed, run('dpkg-deb', '--field', PACKAGE, 'Version').stdout.strip())
        self.assert_tickets_are_there()

    def test_6_a_removal_keeps_the_data(self):
        kept = {path: path.read_bytes() for folder in (DATA, ETC) for path in folder.rglob('*') if path.is_file()}
        self.assertIn(DATA / 'biroyna.db', kept)
        apt('remove', 'biroyna')
        self.assertFalse((ROOT / 'usr/bin/biroyna').exists())
        self.assertFalse((ROOT / 'lib/systemd/system/biroyna.service').exists())
        self.assertEqual({path: path.read_bytes() for path in kept}, kept)
        self.assert_modes()
        install(PACKAGE)
        self.start_program()
        self.assert_tickets_are_there()
        self.take_ticket('after all')

    def test_7_a_purge_keeps_the_data_and_says_so(self):
        said = apt('purge', 'biroyna')
        for folder in ('/etc/biroyna', '/var/lib/biroyna', '/var/backups/biroyna'):
            self.assertIn(f'{folder} is kept', said)
        self.assertEqual(enabled(), [])
        self.assert_modes()
        install(PACKAGE)
        self.assertEqual(enabled(), UNITS)
        self.start_program()
        self.assert_tickets_are_there()

    def test_8_the_mode_that_an_administrator_chose_stays(self):
        inside('dpkg-statoverride', '--update', '--add', 'root', 'root', '0710', '/var/backups/biroyna', check=True)
        install(BEFORE)
        self.assertEqual(owner_and_mode(BACKUPS), 'root:root 710')
        shutil.rmtree(BACKUPS)
        install(PACKAGE)
        self.assertEqual(owner_and_mode(BACKUPS), 'root:root 710', 'made anew where somebody had removed it')


if __name__ == '__main__':
    unittest.main()
