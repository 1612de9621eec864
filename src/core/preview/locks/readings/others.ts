/** Sequences, schemas, comments, triggers, policies, and moving objects between schemas. */

import { partitionsOf } from '../../../schema/apply/inherit.ts';
import { find, mayExist } from '../../../schema/apply/resolve.ts';
import type { ObjectName } from '../../../schema/name.ts';
import type { Policy, Table, View } from '../../../schema/snapshot.ts';
import {
  indexTargets,
  type Meeting,
  ownedSequences,
  type Reading,
  type Step,
  sequenceTarget,
  tableTarget,
  targetsOf,
  unknownReading,
  viewTarget,
} from '../reading.ts';
import { indexNamed } from './indexes.ts';
import { absent, onRelation, onTable } from './onTable.ts';
import { sourcesOf } from './queries.ts';
import { dropped } from './tables.ts';

/** Makes or changes something that no relation stands on. */
export const touchesNone = (form: string) => (): readonly Reading[] => [{ form, roles: {} }];

export function onSequence(name: ObjectName, form: string, meeting: Meeting): readonly Reading[] {
  const found = find(meeting.draft, meeting.draft.sequences, name);
  return found === undefined
    ? absent(meeting, 'sequence', name)
    : [{ form, roles: { sequence: [sequenceTarget(found)] } }];
}

export function ownedBy(
  { options }: Pick<Step<'createSequence' | 'alterSequence'>, 'options'>,
  meeting: Meeting,
): readonly Reading[] {
  const { ownedBy: owner } = options;
  if (owner === undefined || owner === null) return [];
  return onTable(meeting, owner.table, (table) => [
    { form: 'ALTER SEQUENCE OWNED BY', roles: { table: [tableTarget(table)] } },
  ]);
}

export function onTableAlone(form: string) {
  return ({ table }: { readonly table: ObjectName }, meeting: Meeting): readonly Reading[] =>
    onRelation(meeting, table, (found) => [{ form, roles: { table: [relationTarget(found)] } }]);
}

const relationTarget = (found: Table | View) =>
  'constraints' in found ? tableTarget(found) : viewTarget(found);

/** Its conditions may read other tables. */
export function policy(
  form: string,
  table: ObjectName,
  { using, withCheck }: Partial<Policy>,
  meeting: Meeting,
): readonly Reading[] {
  const source = [using, withCheck].flatMap((one) =>
    one === undefined ? [] : sourcesOf(meeting, `SELECT ${one}`).named,
  );
  const own = onTableAlone(form)({ table }, meeting);
  return source.length === 0 ? own : [...own, { form: 'CREATE POLICY (reads p)', roles: { source } }];
}

/** A row trigger of a partitioned table is made on each partition. */
export function trigger(form: string) {
  return (operation: Step<'createTrigger' | 'dropTrigger'>, meeting: Meeting): readonly Reading[] =>
    onRelation(meeting, operation.table, (found) => {
      if (!('constraints' in found)) return [{ form, roles: { table: [viewTarget(found)] } }];
      const definition =
        operation.kind === 'createTrigger'
          ? operation.definition
          : (found.triggers.find(({ name }) => name === operation.name)?.definition ?? '');
      const tables = /\bfor\s+(?:each\s+)?row\b/i.test(definition)
        ? [found, ...belowOf(meeting, found)]
        : [found];
      return [{ form, roles: { table: targetsOf(tables) } }];
    });
}

function belowOf(meeting: Meeting, table: Table): readonly Table[] {
  return partitionsOf(meeting.draft, table.name).flatMap((one) => [one, ...belowOf(meeting, one)]);
}

export function setComment({ target }: Step<'setComment'>, meeting: Meeting): readonly Reading[] {
  switch (target.kind) {
    case 'table':
    case 'view':
      return onRelation(meeting, target.name, (found) => [
        { form: 'COMMENT ON TABLE', roles: { table: [relationTarget(found)] } },
      ]);
    case 'column':
      return onRelation(meeting, target.table, (found) => [
        { form: 'COMMENT ON COLUMN', roles: { table: [relationTarget(found)] } },
      ]);
    case 'constraint':
      return onTable(meeting, target.table, (found) => [
        { form: 'COMMENT ON CONSTRAINT', roles: { table: [tableTarget(found)] } },
      ]);
    case 'index': {
      const found = indexNamed(meeting, target.name);
      return found === undefined ? [] : [{ form: 'COMMENT ON INDEX', roles: { index: [found.index] } }];
    }
    case 'sequence':
      return onSequence(target.name, 'COMMENT ON SEQUENCE', meeting);
    default:
      return [{ form: 'COMMENT ON TYPE', roles: {} }];
  }
}

export function setSchema(operation: Step<'setSchema'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  switch (operation.object) {
    case 'table':
      return onRelation(meeting, operation.name, (found) =>
        'constraints' in found
          ? [
              {
                form: 'SET SCHEMA',
                roles: {
                  table: [tableTarget(found)],
                  index: indexTargets(found),
                  sequence: ownedSequences(draft, found),
                },
              },
            ]
          : [{ form: 'ALTER VIEW RENAME', roles: { view: [viewTarget(found)] } }],
      );
    case 'view':
      return onRelation(meeting, operation.name, (found) => [
        { form: 'ALTER VIEW RENAME', roles: { view: [relationTarget(found)] } },
      ]);
    case 'sequence':
      return onSequence(operation.name, 'ALTER SEQUENCE RENAME', meeting);
    case 'extension':
      return unknownReading('Which objects of the extension are moved is not known.');
    default:
      return [{ form: 'ALTER TYPE RENAME', roles: {} }];
  }
}

/** With CASCADE everything in it goes along. */
export function dropSchema({ schema, cascade }: Step<'dropSchema'>, meeting: Meeting): readonly Reading[] {
  const { draft } = meeting;
  const own: Reading = { form: 'DROP SCHEMA', roles: {} };
  if (!cascade) return [own];
  const tables = [...draft.tables.values()].filter(({ name }) => name.schema === schema);
  const views = [...draft.views.values()].filter(({ name }) => name.schema === schema);
  const sequences = [...draft.sequences.values()].filter(({ name }) => name.schema === schema);
  return [
    own,
    ...tables.flatMap((one) => dropped(one, true, meeting)),
    {
      form: 'DROP MATERIALIZED VIEW',
      roles: { view: views.map(viewTarget), index: views.flatMap((one) => indexTargets(one)) },
    },
    { form: 'DROP SEQUENCE', roles: { sequence: sequences.map(sequenceTarget) } },
  ];
}

/** What belongs to an extension is in no snapshot. */
export function dropExtension(
  { extension, cascade, ifExists }: Step<'dropExtension'>,
  { draft }: Meeting,
): readonly Reading[] {
  if (
    ifExists &&
    !draft.extensions.has(extension) &&
    !mayExist(draft, 'extension', { schema: '', name: extension })
  )
    return [];
  const note = `Which objects belong to extension ${extension}, and so are dropped, is not known.`;
  if (!cascade) return [{ form: 'DROP EXTENSION', roles: {}, notes: [note] }];
  return unknownReading(`What uses extension ${extension}, and so is dropped along with it, is not known.`);
}

export const createExtension = ({ extension }: Step<'createExtension'>): readonly Reading[] => [
  {
    form: 'CREATE EXTENSION',
    roles: {},
    notes: [`What the script of extension ${extension} itself does is not known.`],
  },
];
