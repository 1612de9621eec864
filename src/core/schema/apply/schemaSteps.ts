/** Schemas and extensions, and all that goes with them. */
import type { OtherStep } from '../../migration/operations/operation.ts';
import type { QualifiedName } from '../name.ts';
import { routineKey } from '../snapshot.ts';
import { carryName } from './carryName.ts';
import { isExtensionType } from './columnType.ts';
import { type Draft, Failure } from './draft.ts';
import { dropSequence, dropTable, dropView, inUse } from './drop.ts';
import { dropColumn } from './dropColumn.ts';
import { creationName } from './resolve.ts';
import { settle } from './settle.ts';
import { dropType } from './typeSteps.ts';

type Step<K extends OtherStep['kind']> = Extract<OtherStep, { readonly kind: K }>;

const schemaName = (name: string): QualifiedName => ({ schema: '', name });

export function applyCreateSchema(draft: Draft, { schema, ifNotExists }: Step<'createSchema'>): void {
  const affected = { kind: 'schema', name: schemaName(schema) } as const;
  if (draft.schemas.has(schema)) {
    if (ifNotExists || draft.unsure(affected) !== undefined) return;
    throw new Failure('already-exists', `Schema ${schema} already exists.`, [affected]);
  }
  draft.schemas.set(schema, { name: schema });
  settle(draft, affected);
}

export function applyDropSchema(draft: Draft, { schema, ifExists, cascade }: Step<'dropSchema'>): void {
  const affected = { kind: 'schema', name: schemaName(schema) } as const;
  if (!draft.schemas.has(schema)) {
    if (ifExists || draft.unsure(affected) !== undefined) return;
    throw new Failure('missing-schema', `Schema ${schema} does not exist.`, [affected]);
  }
  if (!cascade && !isEmpty(draft, schema)) throw inUse(`Schema ${schema}`, 'what is in it', [affected]);
  emptySchema(draft, schema);
  draft.schemas.set(schema, undefined);
  settle(draft, affected);
}

function isEmpty(draft: Draft, schema: string): boolean {
  return ![draft.tables, draft.views, draft.sequences, draft.types, draft.routines].some((section) =>
    [...(section.values() as Iterable<{ readonly name: QualifiedName }>)].some(
      ({ name }) => name.schema === schema,
    ),
  );
}

function emptySchema(draft: Draft, schema: string): void {
  const options = { cascade: true, together: [] };
  const inside = ({ name }: { readonly name: QualifiedName }) => name.schema === schema;
  for (const table of [...draft.tables.values()].filter(inside))
    if (draft.table(table.name)) dropTable(draft, table, options);
  for (const view of [...draft.views.values()].filter(inside)) dropView(draft, view, options);
  for (const sequence of [...draft.sequences.values()].filter(inside)) dropSequence(draft, sequence, options);
  for (const type of [...draft.types.values()].filter(inside)) dropType(draft, type, options);
  for (const routine of [...draft.routines.values()].filter(inside))
    draft.routines.set(routineKey(routine), undefined);
  for (const extension of [...draft.extensions.values()].filter((one) => one.schema === schema)) {
    draft.extensions.set(extension.name, undefined);
  }
}

export function applyRenameSchema(draft: Draft, { schema, newName }: Step<'renameSchema'>): void {
  const existing = draft.schemas.get(schema);
  if (existing === undefined) {
    const affected = { kind: 'schema', name: schemaName(schema) } as const;
    if (draft.unsure(affected) !== undefined) return;
    throw new Failure('missing-schema', `Schema ${schema} does not exist.`, [affected]);
  }
  draft.schemas.set(newName, { ...existing, name: newName });
  const inside = ({ name }: { readonly name: QualifiedName }) => name.schema === schema;
  const moved = ({ name }: { readonly name: QualifiedName }) => ({ schema: newName, name: name.name });
  for (const one of [...draft.types.values()].filter(inside)) carryName(draft, 'type', one.name, moved(one));
  for (const one of [...draft.sequences.values()].filter(inside))
    carryName(draft, 'sequence', one.name, moved(one));
  for (const one of [...draft.tables.values()].filter(inside))
    carryName(draft, 'table', one.name, moved(one));
  for (const one of [...draft.views.values()].filter(inside)) carryName(draft, 'view', one.name, moved(one));
  for (const one of [...draft.routines.values()].filter(inside)) {
    draft.routines.set(routineKey(one), undefined);
    draft.setRoutine({ ...one, name: moved(one) });
  }
  for (const one of [...draft.extensions.values()].filter((extension) => extension.schema === schema)) {
    draft.extensions.set(one.name, { ...one, schema: newName });
  }
  draft.schemas.set(schema, undefined);
}

export function applyCreateExtension(
  draft: Draft,
  { extension, schema, ifNotExists }: Step<'createExtension'>,
): void {
  if (draft.extensions.has(extension)) {
    if (ifNotExists) return;
    const affected = { kind: 'extension', name: schemaName(extension) } as const;
    if (draft.unsure(affected) === undefined) {
      throw new Failure('already-exists', `Extension ${extension} already exists.`, [affected]);
    }
  }
  // plpgsql is in every new database and is kept in pg_catalog.
  const home = schema ?? fixedSchemas.get(extension) ?? creationName(draft, { name: '' }).schema;
  if (extension === 'plpgsql') return;
  if (!draft.schemas.has(home) && home !== 'pg_catalog') draft.schemas.set(home, { name: home });
  draft.extensions.set(extension, { name: extension, schema: home });
  settle(draft, { kind: 'extension', name: schemaName(extension) });
}

/** Extensions whose control file names their schema. */
const fixedSchemas: ReadonlyMap<string, string> = new Map([
  ['postgis_topology', 'topology'],
  ['postgis_tiger_geocoder', 'tiger'],
  ['pg_cron', 'pg_catalog'],
  ['adminpack', 'pg_catalog'],
]);

export function applyDropExtension(
  draft: Draft,
  { extension, ifExists, cascade }: Step<'dropExtension'>,
): void {
  const affected = { kind: 'extension', name: schemaName(extension) } as const;
  const existing = draft.extensions.get(extension);
  if (existing === undefined) {
    // It may have been created by other means: that takes rights which migrations often do not have.
    if (!ifExists && draft.unsure(affected) === undefined) {
      draft.addProblem('missing-extension', `Extension ${extension} does not exist.`);
    }
    return;
  }
  for (const table of [...draft.tables.values()]) {
    for (const { name, type } of table.columns) {
      if (type.kind !== 'named' || type.schema !== existing.schema || !isExtensionType(extension, type.name))
        continue;
      if (!cascade) throw inUse(`Extension ${extension}`, `column ${name} of ${table.name.name}`, [affected]);
      dropColumn(draft, table.name, name, true);
    }
  }
  draft.extensions.set(extension, undefined);
  settle(draft, affected);
}
