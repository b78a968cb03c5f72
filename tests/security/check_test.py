"""Shows that each check of docs/security can fail, on a small tree that is right until something is changed."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import check  # noqa: E402

TREE = {
    'tests/data/asvs/asvs-5.0.0-levels-1-2.csv':
        'chapter_id,chapter_name,section_id,section_name,req_id,req_description,L\n'
        'V1,One,V1.1,One,V1.1.1,"First, of all.",1\nV1,One,V1.1,One,V1.1.2,Second.,2\nV1,One,V1.1,One,V1.1.3,Third.,2\n',
    'docs/security/asvs.md':
        '2 are held, 1 are open, 0 do not apply.\n\n| V1.1.1 | 1 | held | `a_test/Suite.Holds` |\n'
        '| V1.1.2 | 2 | open | nobody has done it yet |\n| V1.1.3 | 2 | held | [keys](keys.md#of-all) |\n',
    'docs/security/keys.md': '# Keys\n\n## Of all\n\nHeld by `a_test/Suite.Holds` and `b.spec.ts:it is the person\'s own`.\n',
    'tests/a_test.cpp': 'TEST_F(Suite, Holds) {}\n',
    'web/b.spec.ts': "test('it is the person\\'s own', async () => {});\n",
}


class Check(unittest.TestCase):
    def mistakes(self, name=None, before='', after=''):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in TREE.items():
                if path == name:
                    self.assertIn(before, text)
                    text = text.replace(before, after)
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding='utf-8')
            return check.mistakes_of(Path(folder))

    def test_what_is_right_has_no_mistake(self):
        self.assertEqual(self.mistakes(), [])

    def test_a_test_that_is_gone_is_found(self):
        self.assertEqual(self.mistakes('tests/a_test.cpp', 'Holds', 'Renamed'),
                         ['V1.1.1 is held by no test', 'asvs.md: no such test: a_test/Suite.Holds',
                          'keys.md: no such test: a_test/Suite.Holds'])
        self.assertEqual(self.mistakes('web/b.spec.ts', 'own', 'other'),
                         ["keys.md: no such test: b.spec.ts:it is the person's own"])

    def test_a_requirement_that_is_missing_or_doubled_is_found(self):
        asvs = 'docs/security/asvs.md'
        self.assertIn('V1.1.2 is missing', self.mistakes(asvs, '| V1.1.2 | 2 | open | nobody has done it yet |\n', ''))
        self.assertIn('V1.1.1 is there twice', self.mistakes(asvs, 'V1.1.3', 'V1.1.1'))
        self.assertIn('V1.1.9 is no requirement of levels 1 and 2', self.mistakes(asvs, 'V1.1.3', 'V1.1.9'))

    def test_a_wrong_level_state_reason_or_sum_is_found(self):
        asvs = 'docs/security/asvs.md'
        self.assertEqual(self.mistakes(asvs, 'V1.1.1 | 1', 'V1.1.1 | 2'), ['V1.1.1 is of level 1'])
        self.assertIn('V1.1.2: no such state: perhaps', self.mistakes(asvs, '| open |', '| perhaps |'))
        self.assertEqual(self.mistakes(asvs, 'nobody has done it yet', 'later'), ['V1.1.2 has no reason'])
        self.assertEqual(self.mistakes(asvs, '2 are held', '3 are held'),
                         ['the sum is 2 held, 1 open, 0 that do not apply'])

    def test_a_page_or_heading_that_is_gone_is_found(self):
        self.assertEqual(self.mistakes('docs/security/keys.md', '## Of all', '## Of some'),
                         ['asvs.md: no such page or heading: keys.md#of-all'])


if __name__ == '__main__':
    unittest.main()
