#!/usr/bin/env python3
"""Shows that the checks of texts and keys can fail: each fault is found, what is right is not."""
import tempfile
import unittest
from pathlib import Path

import buttons
import catalogue as centre
import columns
import glossary
import keys
import po
import texts
import uzbek
import wording

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


GLOSSARY = """# For translators

## Terms
Words.

| English | Русский | Ўзбекча | Oʻzbekcha |
| --- | --- | --- | --- |
{terms}

## Words not to use
| language | not | but | keys |
| --- | --- | --- | --- |
| English | secret* | secret code* | |
| Русский | шаг, шага | этап | |
| Ўзбекча | изоҳ* | қайд | `work.* !work.own` |
"""


class Wording(unittest.TestCase):
    def test_signs_that_are_wrong(self):
        for language, text in [('en', 'Say "yes"'), ('en', 'Wait...'), ('en', 'Wait - now'), ('en', 'Wait!'), ('en', 'Say «yes»'), ('en', 'The host’s'),
                               ('en', "It doesn't"), ('en', 'In state awaiting_payment'), ('en', 'Wait .'), ('ru', 'Скажите “да”'),
                               ('ru', 'Если Вы здесь'), ('ru', 'Возьми, если ты здесь'), ('ru', 'Подал(а) заявление'), ('ru', 'Попробуйте еще раз'),
                               ('uz-Cyrl', 'Агар Сиз шу ерда'), ('uz-Cyrl', 'Қарор {day} гача'), ('uz-Cyrl', '{time}дан ошмайди'),
                               ('uz-Cyrl', '20 кВт гача'), ('uz-Latn', '2020 yil')]:
            self.assertTrue(list(wording.signs(language, 'a.b', text)), text)

    def test_signs_that_are_right(self):
        for language, text in [('en', "The host's window — “yes”"), ('ru', 'Если вы здесь: «да». Вы увидите, ещё раз — 5–7'), ('ru', 'Решение до {day}'),
                               ('uz-Cyrl', 'Агар сиз шу ерда бўлсангиз. Сиз кўрасиз'), ('uz-Cyrl', 'Соат {time} гача, {number}-ойна'),
                               ('uz-Cyrl', '20 киловаттгача, 20 МБ'), ('uz-Latn', '2020-yil 23-maydagi')]:
            self.assertEqual(list(wording.signs(language, 'a.b', text)), [], text)

    def test_an_abbreviation_without_its_words(self):
        self.assertEqual(len(list(wording.bare('uz-Cyrl', '6 БҲМ'))), 1)
        self.assertEqual(list(wording.bare('uz-Cyrl', '6 базавий ҳисоблаш миқдори (БҲМ)')), [])

    def test_full_stops(self):
        for key, text in [('refusal.a', 'Not now'), ('error.a', 'Not now.'), ('error.a', 'Not now. Wait')]:
            self.assertTrue(list(wording.stops(key, text)), text)
        for key, text in [('refusal.a', 'Not now.'), ('error.a', 'Not now'), ('error.a', 'Not now. Wait.'), ('kiosk.a', 'Not now.')]:
            self.assertEqual(list(wording.stops(key, text)), [], text)

    def found(self, english, cyrillic='', on_buttons=(), words=()):
        catalogues = {'en': catalogue('en', english), 'uz-Cyrl': catalogue('uz-Cyrl', cyrillic), 'uz-Latn': catalogue('uz-Latn', '')}
        return [what for _, _, what in wording.of_locales(catalogues, list(words), set(on_buttons))]

    def test_a_button_that_is_too_long(self):
        self.assertEqual(self.found(message('a.b', 'x' * 28), on_buttons=['a.b']), [])
        self.assertEqual(len(self.found(message('a.b', 'x' * 29), on_buttons=['a.b'])), 1)
        self.assertEqual(self.found(message('a.b', 'x' * 29)), [])

    def test_one_text_for_one_and_for_many(self):
        self.assertEqual(len(self.found(message('a.b', '{n} waits', '{n} waits'))), 1)
        self.assertEqual(self.found(message('a.b', '{n} waits', '{n} wait')), [])

    def test_two_entries_of_the_menu_called_the_same(self):
        self.assertEqual(len(self.found(message('nav.a', 'Cases') + message('nav.b', 'Cases'))), 1)
        self.assertEqual(self.found(message('nav.a', 'Cases') + message('my.b', 'Cases')), [])

    def test_buttons_are_found_in_the_code(self):
        code = 'html::button({.text = say("kiosk.go"), .href = ""}); Action kFree[] = {{"call", "/call", "console.call", "F2"}};'
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / 'src').mkdir()
            (Path(folder) / 'src' / 'pages.cpp').write_text(code)
            (Path(folder) / 'src' / 'pages_test.cpp').write_text('html::button({.text = say("kiosk.lost")})')
            self.assertEqual(buttons.of(folder) - buttons.BESIDES, {'kiosk.go', 'console.call'})


class Columns(unittest.TestCase):
    def found(self, code, texts):
        each = catalogue('ru', texts)
        return [fault for keys in columns.tables(code) for fault in columns.alike(keys, {'ru': each})]

    def test_two_columns_of_a_spreadsheet_were_called_the_same(self):
        code = 'csv::Table table(head(view, {"work.due", "work.term",\n "work.service"}));'
        texts = message('work.due', 'Срок') + message('work.service', 'Услуга')
        self.assertEqual(len(self.found(code, texts + message('work.term', 'Срок'))), 1)
        self.assertEqual(self.found(code, texts + message('work.term', 'Состояние срока')), [])

    def test_two_columns_of_a_page_were_called_the_same(self):
        code = '.head = {{.text = say("a.one")},\n {.text = say("a.two")}}, .caption'
        self.assertEqual(len(self.found(code, message('a.one', 'Номер') + message('a.two', 'номер'))), 1)


class Glossary(unittest.TestCase):
    def test_a_word_that_is_not_used(self):
        words = list(glossary.forbidden(GLOSSARY))
        for language, key, text in [('en', 'a.b', 'Your secret'), ('en', 'a.b', 'Secrets and a secret code'), ('ru', 'a.b', 'Первый шаг'), ('uz-Cyrl', 'work.b', 'Изоҳлар')]:
            self.assertEqual(len(list(wording.not_used(words, language, key, text))), 1, text)

    def test_what_is_no_such_word(self):
        words = list(glossary.forbidden(GLOSSARY))
        for language, key, text in [('en', 'a.b', 'Your secret code'), ('en', 'a.b', 'The {secret}'), ('ru', 'a.b', 'Secret, шагать'), ('uz-Cyrl', 'work.own', 'Изоҳ'),
                                    ('uz-Cyrl', 'my.b', 'Изоҳ')]:
            self.assertEqual(list(wording.not_used(words, language, key, text)), [], text)

    def found(self, *terms):
        texts_of_all = {'en': 'Call the next', 'ru': 'Вызовы', 'uz-Cyrl': 'Чақирувлар'}
        return list(wording.of_glossary(GLOSSARY.format(terms='\n'.join(terms)), texts_of_all))

    def test_a_term(self):
        self.assertEqual(self.found('| call | вызов | чақирув | chaqiruv |'), [])
        self.assertEqual(len(self.found('| call | вызов | чақирув | chakiruv |')), 1)
        self.assertEqual(len(self.found('| call | | чақирув | chaqiruv |')), 1)
        self.assertEqual(len(self.found('| ring | вызов | чақирув | chaqiruv |')), 1)
        self.assertEqual(len(self.found()), 1)


class Latin(unittest.TestCase):
    def test_what_the_machine_does_not_know(self):
        for cyrillic, right in [('Квитанция', 'Kvitansiya'), ('лицензия', 'litsenziya'), ('объект', 'obyekt'), ('концерт', 'konsert'), ('мўъжиза', 'moʻjiza'),
                                ('сентябрь', 'sentabr'), ('2020 йил 23 майдаги', '2020-yil 23-maydagi'), ('5 йил', '5 yil'), ('Ё у, ё бу', 'Yo u, yo bu'),
                                ('Исҳоқ', 'Isʼhoq'), ('санъат', 'sanʼat'), ('кўча', 'koʻcha')]:
            self.assertEqual(uzbek.latin([cyrillic, 'а']), [right, 'a'])

    def test_a_text_that_is_not_its_cyrillic(self):
        cyrillic = catalogue('uz-Cyrl', message('a.b', 'Объект'))
        for latin, faults in [('Obyekt', 0), ('Obʼyekt', 1), ('Uy', 1)]:
            self.assertEqual(len(list(wording.in_latin(cyrillic, catalogue('uz-Latn', message('a.b', latin))))), faults, latin)


class Centre(unittest.TestCase):
    TEXT = 'uz-Latn: {0}, uz-Cyrl: {1}, ru: {2}, en: {3}'

    def found(self, *texts_of_all):
        names = '{' + self.TEXT.format(*(f"'{text}'" for text in texts_of_all)) + '}'
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, 'fields.yaml').write_text(f'fields:\n  - id: a\n    label: {names}\n    keywords: {names}\n')
            return list(wording.of_catalogue(centre.texts(folder), list(glossary.forbidden(GLOSSARY))))

    def test_what_is_right(self):
        self.assertEqual(self.found('Oyna', 'Ойна', 'Окно от 23.05.2020', 'Window'), [])

    def test_each_fault_is_told_with_its_place(self):
        for texts_of_all, language in [(('Oyna', 'Ойналар', 'Окно', 'Window'), 'uz-Latn'), (('Oyna', 'Ойна', 'Шаг', 'Window'), 'ru'),
                                       (('Oyna', 'Ойна', 'Окно', 'Window!'), 'en'), (('Oyna', 'Ойна', 'Окно', 'Of 23.05.2020'), 'en')]:
            found = self.found(*texts_of_all)
            self.assertEqual([(where, key) for where, key, _ in found], [(language, 'catalogue/fields.fields/a')], texts_of_all)


if __name__ == '__main__':
    unittest.main()
