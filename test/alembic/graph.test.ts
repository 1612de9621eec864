/** Random chains, asked of the installed Alembic and of Driftline. */
import { expect, test } from 'vitest';
import { type Answers, answersTo, randomQuestions } from '../support/chains.ts';
import { askAlembic } from './python.ts';

const SEEDS = Array.from({ length: 150 }, (_, index) => 90_000 + index);

test('150 random chains have the heads, labels, names and paths that Alembic gives them', async () => {
  const questions = SEEDS.map(randomQuestions);
  const answers = (await askAlembic('ask_alembic.py', questions)) as readonly Answers[];
  expect(answers).toHaveLength(SEEDS.length);
  for (const [index, one] of questions.entries()) expect(answersTo(one)).toEqual(answers[index]);
});
