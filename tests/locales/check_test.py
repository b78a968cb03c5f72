#!/usr/bin/env python3
"""Shows that the checks of texts and keys can fail: each fault is found, what is right is not."""
import tempfile
import unittest
from pathlib import Path

import keys
import po
import texts

HEADER = 'msgid ""\nmsgstr ""\n"Language: x\\n"\n"Plural-Forms: nplurals={}; plural=0;\\n"\n\n'


def catalogue(language, entries, forms=2):
    return po.parse(language, HEADER.format(forms) + entries)


def message(key, *forms):
    if len(forms) == 1:
        return f'msgid "{key}"\nmsgstr "{forms[0]}"\n\n'
    return f'msgid "{key}"\nmsgid_plural "{key}"\n' + ''.join(f'msgstr[{i}] "{form}"\n' for i, form in enumerate(forms)) + '\n'


class Po(unittest.TestCase):
    def test_a_text_over_several_lines(self):
        found = catalogue('en', 'msgid "a.b"\nmsgstr ""\n"one "\n"\\"two\\""\n')
        self.assertEqual(found.messages['a.b'].texts, ['one "two"'])
        self.assertEqual(found.forms, 2)

    def test_plural_forms_stand_in_their_order(self):
        found = catalogue('ru', message('a.b', 'one', 'few', 'many'), 3).messages['a.b']
        self.assertTrue(found.plural)
        self.assertEqual(found.texts, ['one', 'few', 'many'])

    def test_latin_is_made_from_cyrillic_and_mended_by_the_overrides(self):
        with tempfile.TemporaryDirectory() as folder:
            locales = Path(folder)
            for language in po.WRITTEN:
                (locales / f'{language}.po').write_text(HEADER.format(1) + message('a.b', 'Ўзбек боғча') + message('a.c', 'Бекор'))
            (locales / 'uz-Latn.overrides.po').write_text(HEADER.format(1) + message('a.c', 'Mended'))
            latin = po.read_all(locales)['uz-Latn'].messages
        self.assertEqual(latin['a.b'].texts, ['Oʻzbek bogʻcha'])
        self.assertEqual(latin['a.c'].texts, ['Mended'])


class Texts(unittest.TestCase):
    def found(self, english, other, language='ru', forms=3):
        return [what for where, _, what in texts.check({'en': catalogue('en', english), language: catalogue(language, other, forms)})
                if where == language]

    def test_what_is_right(self):
        self.assertEqual(self.found(message('a.b', 'Window {n}'), message('a.b', 'Окно {n}')), [])
        self.assertEqual(self.found(message('a.b', 'One', '{n} people'), message('a.b', 'Один', '{n} чел.', '{n} чел.')), [])

    def test_a_missing_text(self):
        self.assertEqual(self.found(message('a.b', 'A'), ''), ['is missing'])

    def test_a_text_that_english_has_not(self):
        self.assertEqual(self.found('', message('a.b', 'А')), ['is not in en.po'])

    def test_an_empty_text(self):
        self.assertEqual(self.found(message('a.b', 'A'), message('a.b', ' ')), ['is empty'])
        self.assertEqual(self.found(message('a.b', 'A', 'B'), message('a.b', 'А', '', 'Б')), ['is empty'])

    def test_other_placeholders(self):
        for other in ('Окно', 'Окно {m}', 'Окно {n} {m}'):
            self.assertEqual(len(self.found(message('a.b', 'Window {n}'), message('a.b', other))), 1, other)

    def test_too_few_forms(self):
        self.assertEqual(self.found(message('a.b', 'A', 'B'), message('a.b', 'А', 'Б')), ['has 2 forms instead of 3'])

    def test_a_plural_that_is_none(self):
        self.assertEqual(len(self.found(message('a.b', 'A', 'B'), message('a.b', 'А'))), 1)

    def test_broken_texts(self):
        for language, text in [('ru', 'Окно {n'), ('ru', 'Окно n}'), ('ru', 'Окно {Nomer}'), ('ru', 'Два  пробела'), ('ru', ' край'),
                               ('ru', 'край '), ('ru', 'Oкно'), ('uz-Latn', 'Оyna'), ('en', 'Wіndow'), ('uz-Latn', 'Oyna ва'),
                               ('uz-Latn', "O'zbek"), ('uz-Latn', 'O’zbek'), ('uz-Latn', 'bog‘cha'), ('uz-Latn', "san'at")]:
            self.assertTrue(list(texts.faults(language, text)), text)

    def test_whole_texts(self):
        for language, text in [('ru', 'Окно {n} {window}'), ('ru', 'Отправить SMS или QR-код'), ('uz-Cyrl', 'Ўзбекча қўлланма, ҳужжат'),
                               ('uz-Latn', 'Oʻzbekcha sanʼat bogʻi'), ('uz-Latn', '‘Oyna’ deb'), ('en', "It's the host's")]:
            self.assertEqual(list(texts.faults(language, text)), [], text)


class Keys(unittest.TestCase):
    def found(self, code, known=(), file='features/hall/pages.cpp'):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / 'src' / file
            source.parent.mkdir(parents=True)
            source.write_text(code)
            return [line.partition(': ')[2] for line in keys.check(folder, set(known))]

    def test_a_key_without_a_text(self):
        for code in ('say("kiosk.take")', 'say_("kiosk.take", {{"n", n}})', 'say.many("kiosk.take", n)', 'page.say("kiosk.take")',
                     'i18n::text(language, "kiosk.take")', 'i18n::format(say.language(), "kiosk.take")', 'say(\n    "kiosk.take")'):
            self.assertEqual(self.found(code), ['"kiosk.take" has no text in en.po'], code)
            self.assertEqual(self.found(code, ['kiosk.take']), [], code)

    def test_a_key_in_a_table_or_a_choice(self):
        for code in ('const char* kTitles[] = {"kiosk.lost"};', 'say(on ? "kiosk.take" : "kiosk.lost")'):
            self.assertIn('"kiosk.lost" has no text in en.po', self.found(code, ['kiosk.take']), code)

    def test_a_text_without_a_use(self):
        self.assertEqual(self.found('', ['kiosk.take']), ['"kiosk.take" is not used'])
        self.assertEqual(self.found('// say("kiosk.take")', ['kiosk.take']), ['"kiosk.take" is not used'])
        self.assertEqual(self.found('say("kiosk.take")', ['kiosk.take'], 'features/queue/pages_test.cpp'), ['"kiosk.take" is not used'])

    def test_what_is_no_key(self):
        for code in ('log::error("kiosk.broken")', '#include "kiosk.hpp"', 'load("kiosk.yaml")', 'f("kiosk. Then"); f("other.take")'):
            self.assertEqual(self.found(code + '; say("kiosk.take")', ['kiosk.take']), [], code)

    def test_a_refusal_without_a_text(self):
        for code in ('refuse(Refusal::Kind::conflict, "busy")', 'Refusal{Kind::conflict, "busy", {}, name}', '{Refusal::Kind::conflict, "busy"}',
                     'refuse(Kind::conflict, late ? "busy" : "busy")'):
            self.assertEqual(self.found(code), ['"refusal.busy" has no text in en.po'], code)
            self.assertEqual(self.found(code, ['refusal.busy']), [], code)

    def test_a_refusal_of_the_server_may_do_without(self):
        self.assertEqual(self.found('refuse(413, "too_big")'), [])
        self.assertEqual(self.found('refuse(413, "too_big")', ['refusal.too_big']), [])

    def test_a_wrong_field_without_a_text(self):
        for code in ('fields.wrong("phone", "bad")', 'wrong(key + "/" + name(i), "bad")', 'fields.wrong("a", many ? "bad" : "bad")',
                     '{"/phone", "error.bad"}'):
            self.assertEqual(self.found(code), ['"error.bad" has no text in en.po'], code)

    def test_a_family_stands_for_its_members(self):
        code = 'enum class Role : int {\n  anonymous,\n  operator_,  // at a window\n  head\n};\nsay(fmt::format("role.{}", name(role)))'
        file = 'platform/auth/principal.hpp'
        self.assertEqual(self.found(code, ['role.operator'], file), ['"role.head" has no text in en.po'])
        self.assertEqual(self.found(code, ['role.operator', 'role.head', 'role.lost'], file), ['"role.lost" is not used'])

    def test_a_family_that_nobody_declared(self):
        for code in ('say(fmt::format("kiosk.step_{}", i))', 'say("kiosk.step_" + name)', 'say("kiosk." + name)'):
            self.assertTrue(any('put together' in line for line in self.found(code, ['kiosk.take'])), code)

    def test_a_family_whose_members_are_not_found(self):
        self.assertTrue(any('finds nothing' in line for line in self.found('say("state." + name)')))


if __name__ == '__main__':
    unittest.main()
