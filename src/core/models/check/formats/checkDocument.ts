/**
 * What `driftline check --format json` prints. The shape is a promise: a change that could break a reader raises
 * `version`; adding a property does not.
 */
import { z } from 'zod';
import { refText } from '../../../drift/objectRef.ts';
import { findingText } from '../findingWords.ts';
import type { FindingPlace, ModelFinding } from '../modelFinding.ts';
import { findingKinds } from '../severity.ts';
import { type CheckedProject, type Place, placeOf, type TellOptions } from './toldFindings.ts';

const range = {
  file: z.string().optional().meta({ description: 'From the folder that was checked.' }),
  line: z.number().int().optional().meta({ description: 'Counted from 1, as column.' }),
  column: z.number().int().optional().meta({ description: 'In UTF-16 code units.' }),
  endLine: z.number().int().optional(),
  endColumn: z.number().int().optional().meta({ description: 'Behind the last one.' }),
};

const place = z.object({
  environment: z.string().nullable().meta({ description: 'null: the schema after all migrations.' }),
  protected: z.boolean(),
  database: z.string().optional().meta({ description: 'What is there; absent: nothing of the kind.' }),
  reason: z.enum(['pending', 'drifted', 'unmigrated', 'unexplained']).meta({
    description:
      'pending: a revision that is not applied there will make it as the model says. drifted: the migrations say what the model says. unmigrated: no migration makes it so. unexplained: that could not be found out.',
  }),
  revision: z.string().optional().meta({ description: 'The revision behind the reason.' }),
});

const finding = z.object({
  kind: z.enum(findingKinds as [string, ...string[]]),
  severity: z.enum(['error', 'warning', 'information', 'hint']),
  object: z.string().meta({ description: 'For people: users.id, ix_users_email on users.' }),
  message: z.string(),
  model: z.string().optional().meta({ description: 'What the model says; absent: nothing of the kind.' }),
  places: z.array(place).meta({ description: 'Those that disagree with the model; protected ones first.' }),
  ...range,
  lastSetBy: z
    .object({ revision: z.string(), ...range })
    .optional()
    .meta({ description: 'The migration line that last set this.' }),
  fingerprint: z.string().meta({ description: 'Stays the same when other lines of the file change.' }),
});

const project = z.object({
  project: z.string(),
  environments: z.array(z.object({ name: z.string(), failure: z.string().optional() })).meta({
    description: 'Those that the models were to be compared with; none: only with the migrations.',
  }),
  failure: z.string().optional().meta({ description: 'Why the models could not be checked.' }),
  findings: z.array(finding),
  suppressed: z
    .number()
    .int()
    .meta({ description: 'Findings that a comment, a setting or the baseline leaves out.' }),
  notCompared: z.array(z.object({ object: z.string().optional(), reason: z.string(), ...range })),
  counts: z
    .object({
      tables: z.number().int(),
      columns: z.number().int(),
      unknown: z.number().int().meta({ description: 'Columns that could not be compared.' }),
    })
    .optional(),
});

export const checkDocument = z.object({
  version: z.literal(1),
  clean: z.boolean().meta({ description: 'Whether nothing is as grave as --fail-on.' }),
  projects: z.array(project),
});

export type CheckDocument = z.infer<typeof checkDocument>;
type Finding = CheckDocument['projects'][number]['findings'][number];

export function checkDocumentOf(
  projects: readonly CheckedProject[],
  options: TellOptions & { readonly clean: boolean },
): CheckDocument {
  return {
    version: 1,
    clean: options.clean,
    projects: projects.map(({ project, environments, report, failure }) => ({
      project,
      environments: environments.map((one) => ({ ...one })),
      ...(failure !== undefined && { failure }),
      findings: (report?.findings ?? []).map((one) => documentFinding(one, options)),
      suppressed: report?.suppressed.length ?? 0,
      notCompared: (report?.notCompared ?? []).map(({ object, location, reason }) => ({
        ...(object !== undefined && { object: refText(object) }),
        reason,
        ...rangeOf(placeOf(location, options)),
      })),
      ...(report !== undefined && { counts: { ...report.counts } }),
    })),
  };
}

function documentFinding(one: ModelFinding, options: TellOptions): Finding {
  const { kind, severity, object, location, model, places, lastSetBy, fingerprint } = one;
  return {
    kind,
    severity,
    object: refText(object),
    message: findingText(one),
    ...(model !== undefined && { model }),
    places: places.map(documentPlace),
    ...rangeOf(placeOf(location, options)),
    ...(lastSetBy !== undefined && {
      lastSetBy: { revision: lastSetBy.revision, ...rangeOf(placeOf(lastSetBy.location, options)) },
    }),
    fingerprint,
  };
}

function documentPlace({
  environment,
  protected: isProtected,
  database,
  reason,
}: FindingPlace): Finding['places'][number] {
  return {
    environment: environment ?? null,
    protected: isProtected,
    ...(database !== undefined && { database }),
    reason: reason.kind,
    ...('maker' in reason && reason.maker !== undefined && { revision: reason.maker.revision }),
  };
}

function rangeOf(place: Place | undefined): Partial<
  Record<'line' | 'column' | 'endLine' | 'endColumn', number>
> & {
  file?: string;
} {
  if (place === undefined) return {};
  const { file, start, end } = place;
  return {
    file,
    ...(start !== undefined && { line: start.line, column: start.column }),
    ...(end !== undefined && { endLine: end.line, endColumn: end.column }),
  };
}
