/** Previews of stamps as text. */
import { previewStamp, type StampAnswer } from '../../src/core/preview/stamp/previewStamp.ts';
import type { StampPreview } from '../../src/core/preview/stamp/stampPreview.ts';
import type { SchemaSnapshot } from '../../src/core/schema/snapshot.ts';
import { type PreparedProjects, preparedOf, scopeOf } from './demoSchemas.ts';

/** @param rows Of the version table; `undefined`: there is none. */
export function stampOn(
  projects: PreparedProjects,
  name: string,
  rows: readonly string[] | undefined,
  live: SchemaSnapshot,
  target: string,
): StampPreview {
  const prepared = preparedOf(projects, name);
  return previewOf(
    previewStamp({
      ...prepared,
      live,
      scope: scopeOf(projects, name),
      versionTable: prepared.project.versionTable,
      reading:
        rows === undefined
          ? { kind: 'absent' }
          : { kind: 'rows', schema: 'public', rows: rows.map((id) => ({ version_num: id })) },
      environment: { name: 'production', protected: false, writable: false },
      target,
    }),
  );
}

export function previewOf(answer: StampAnswer): StampPreview {
  if (answer.kind === 'notFound') throw new Error(answer.message);
  return answer;
}

/** Messages, then each revision with its claims, then what writes the stamp. */
export function stampText({ messages, revisions, sql, command }: StampPreview): string {
  return [
    ...messages.map(({ severity, text }) => `${severity}: ${text}`),
    ...revisions.flatMap(({ revision, as, recorded, claims }) => [
      `${revision} ${as}${recorded ? ' already' : ''}`,
      ...claims.map(({ text, truth, why }) => `  ${truth}: ${text}${why === undefined ? '' : ` | ${why}`}`),
    ]),
    ...sql,
    ...(command === undefined ? [] : [`$ ${command}`]),
  ].join('\n');
}
