/** What SQL names of what is looked for: statement by statement, so that columns count only beside their table. */
import type { LookedFor } from './lookedFor.ts';
import type { Mention } from './mention.ts';
import { labelMentions, nameMentions, relationMentions, type SqlStatement } from './sqlMentions.ts';

/** @param certainty `prose`: the text may be no SQL at all. */
export function mentionsInSql(
  statements: readonly SqlStatement[],
  { relations, labels }: Pick<LookedFor, 'relations' | 'labels'>,
  certainty: 'sql' | 'prose',
): readonly Mention[] {
  const mention = (object: Mention['object']) => (range: Mention['range']) =>
    ({ object, kind: 'sql', range: { start: range.start, end: range.end } }) as const;
  return statements.flatMap((statement) => [
    ...relations.flatMap(({ name, object, columns }) => {
      const places = relationMentions(statement, name.name, certaintyOf(name.name, certainty));
      if (places.length === 0) return [];
      if (object !== undefined) return places.map(mention(object));
      return columns.flatMap((one) => nameMentions(statement, one.name).map(mention(one.object)));
    }),
    ...labels.flatMap(({ object, label, tables }) =>
      tables.some(({ name }) => relationMentions(statement, name, certainty).length > 0)
        ? labelMentions(statement, label).map(mention(object))
        : [],
    ),
  ]);
}

/** No sentence has a name of two words, joined, behind `from`. */
const certaintyOf = (name: string, certainty: 'sql' | 'prose') => (name.includes('_') ? 'sql' : certainty);
