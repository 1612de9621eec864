import { expect, test } from 'vitest';
import {
  readGraphMessage,
  readKeptProject,
  readKeptQuestion,
  readPreviewMessage,
} from '../../../src/core/panels/readMessages.ts';

test('the messages of the panels are understood', () => {
  expect(readPreviewMessage({ kind: 'refresh' })).toEqual({ kind: 'refresh' });
  const open = { kind: 'open', file: '/versions/a.py', range: { start: 3, end: 9 } };
  expect(readPreviewMessage(open)).toEqual(open);
  expect(readPreviewMessage({ kind: 'open', file: '/a.py' })).toEqual({ kind: 'open', file: '/a.py' });
  expect(readGraphMessage({ kind: 'open', revision: 'a1' })).toEqual({ kind: 'open', revision: 'a1' });
  expect(readGraphMessage({ kind: 'saveSvg' })).toEqual({ kind: 'saveSvg' });
});

test.each([
  undefined,
  null,
  'refresh',
  {},
  { kind: 'execute' },
  { kind: 'refresh', command: 'rm' },
  { kind: 'open' },
  { kind: 'open', file: 7 },
  { kind: 'open', file: '' },
  { kind: 'open', file: '/a.py', range: { start: -1, end: 2 } },
  { kind: 'open', file: '/a.py', range: { start: 0.5, end: 2 } },
])('anything else is no message: %j', (message) => {
  expect(readPreviewMessage(message)).toBeUndefined();
  expect(readGraphMessage(message)).toBeUndefined();
});

test('what a page kept is believed as far as it makes sense', () => {
  const question = { projectId: 'p', environment: 'production', kind: 'stamp', target: 'head' };
  expect(readKeptQuestion({ state: { question, offers: {} }, view: {} })).toEqual(question);
  expect(readKeptQuestion({ state: { question: { ...question, kind: 'drop' } } })).toBeUndefined();
  expect(readKeptQuestion(undefined)).toBeUndefined();
  expect(readKeptProject({ picture: { projectId: 'p' } })).toBe('p');
  expect(readKeptProject({ picture: {} })).toBeUndefined();
});
