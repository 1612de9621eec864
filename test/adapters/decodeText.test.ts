/** Bytes become the text that Python would see. */
import { expect, test } from 'vitest';
import { decodeText } from '../../src/adapters/decodeText.ts';

const cafe = Buffer.from([0x63, 0x61, 0x66, 0xe9]);

function file(firstLine: string): Buffer {
  return Buffer.concat([Buffer.from(`${firstLine}\n# `), cafe]);
}

test.each([
  ['# -*- coding: latin-1 -*-', 'café'],
  ['#!/usr/bin/python\n# vim: set fileencoding=iso-8859-1 :', 'café'],
  ['# coding: cp1252', 'café'],
  ['# coding: koi8-r', 'cafИ'],
  ['x = 1\n# coding: utf-8', 'caf\uFFFD'],
  ['x = 1\n# coding: latin-1', 'caf\uFFFD'],
  ['# coding: no-such-encoding', 'caf\uFFFD'],
  ['# nothing said', 'caf\uFFFD'],
])('%j', (firstLine, text) => {
  expect(decodeText(file(firstLine), '/v/a.py').endsWith(text)).toBe(true);
});

test('only Python files declare an encoding', () => {
  expect(decodeText(file('# coding: latin-1'), '/v/a.sql').endsWith('\uFFFD')).toBe(true);
});

test('a declared encoding counts even where the bytes are UTF-8 too', () => {
  const bytes = Buffer.from('# coding: latin-1\n# é');
  expect(decodeText(bytes, '/v/a.py')).toBe('# coding: latin-1\n# Ã©');
});
