/** One dispute as a finding: where, why, how loudly; and whether somebody wants to hear of it. */

import { isOwnTable } from '../../drift/ignoreRules.ts';
import type { CheckedPlace } from './checkedPlace.ts';
import type { ModelCheckInput } from './checkModels.ts';
import type { Contradiction, Dispute } from './collect.ts';
import type { Disagreement, Subject } from './disagreement.ts';
import {
  type FindingKind,
  type FindingPlace,
  type FindingReason,
  type ModelFinding,
  type Severity,
  severities,
} from './modelFinding.ts';
import { locationOf, type ModelIndex } from './modelIndex.ts';
import { defaultSeverities, severityOf } from './severity.ts';
import { isIgnoredByComment } from './suppression.ts';

export interface MadeFinding {
  readonly finding: ModelFinding;
  readonly suppressed: boolean;
}

/** @param environments Protected ones first. */
export function toFinding(
  { subject, at }: Dispute,
  environments: readonly CheckedPlace[],
  input: ModelCheckInput,
  index: ModelIndex,
): MadeFinding | undefined {
  const loud = inSameWords(at, input)
    .map((one) => judged(one, input))
    .filter(({ severity }) => severity !== 'off');
  const [worst] = at.length === 0 ? [ofModelsAlone(subject, input)] : [...loud].sort(byLoudness);
  if (worst === undefined || worst.severity === 'off') return undefined;
  const rule = input.ignore?.(subject.object);
  if (rule !== undefined && isOwnTable({ rule })) return undefined;
  const { kind, severity } = worst;
  const agreeing = agreeingWith(subject, environments);
  const location = locationOf(subject, index);
  const lastSetBy = at[0]?.place.lastSetBy(subject);
  const fingerprint = fingerprintOf(subject, worst.model);
  const finding: ModelFinding = {
    kind,
    severity,
    object: subject.object,
    location,
    model: worst.model,
    places: loud.map(({ place }) => place),
    ...(at.length > 0 && agreeing.length > 0 && { agreeing }),
    ...(lastSetBy !== undefined && { lastSetBy }),
    fingerprint,
  };
  const suppressed =
    rule !== undefined ||
    input.baseline.has(fingerprint) ||
    isIgnoredByComment(kind, location, subject, index, input.textOf);
  return { finding, suppressed };
}

interface Judged {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly model: string | undefined;
}

/** PostgreSQL prints a default in words of its own; what means the same in two places is told in one way. */
function inSameWords(
  at: readonly Contradiction[],
  { expressions }: ModelCheckInput,
): readonly Contradiction[] {
  const texts: string[] = [];
  return at.map((one) => {
    const { aspect, database } = one.disagreement;
    if (aspect !== 'default' || database === undefined) return one;
    const text = texts.find((other) => other === database || expressions.same(other, database) === true);
    if (text === undefined) texts.push(database);
    return text === undefined ? one : { ...one, disagreement: { ...one.disagreement, database: text } };
  });
}

function ofModelsAlone(
  { kind, usual, model }: Dispute['subject'],
  { severities: rules }: ModelCheckInput,
): Judged {
  return { kind, model, severity: severityOf(kind, undefined, rules, usual) };
}

function judged(
  { place, disagreement }: Contradiction,
  { severities: rules }: ModelCheckInput,
): Judged & { readonly place: FindingPlace } {
  const { environment } = place;
  const reason = place.reasonOf(disagreement);
  const kind = kindFor(disagreement.kind, reason);
  const usual = atMost(disagreement.usual ?? defaultSeverities[kind], loudest(reason, disagreement));
  return {
    kind,
    model: disagreement.model,
    severity: severityOf(kind, environment?.name, rules, usual),
    place: {
      environment: environment?.name,
      protected: environment?.protected === true,
      database: disagreement.database,
      reason,
    },
  };
}

const kindFor = (kind: FindingKind, reason: FindingReason): FindingKind =>
  kind === 'missing-table' && reason.kind === 'unmigrated' ? 'unmigrated-table' : kind;

/** What is on its way is no fault, and what is new in the models awaits its revision. */
function loudest({ kind }: FindingReason, { database }: Disagreement): Severity {
  if (kind === 'pending') return 'information';
  return kind === 'unmigrated' && database === undefined ? 'warning' : 'error';
}

const atMost = (severity: Severity, limit: Severity): Severity =>
  rank(severity) < rank(limit) ? limit : severity;

const rank = (severity: Severity): number => severities.indexOf(severity);

const byLoudness = (a: Judged, b: Judged): number => rank(a.severity) - rank(b.severity);

function agreeingWith(subject: Subject, environments: readonly CheckedPlace[]): readonly string[] {
  return environments.flatMap((place) => (place.agrees(subject) ? (place.environment?.name ?? []) : []));
}

/** Nothing in it changes when something else is edited, or when an environment is not read today. */
function fingerprintOf({ aspect, object, structure }: Subject, model: string | undefined): string {
  const { schema, name } = object.of;
  const part = (structure ?? object.part)?.replaceAll('\0', ',');
  return `${aspect} ${[schema, name, part].filter((one) => one !== undefined && one !== '').join('.')}: ${model ?? 'nothing'}`;
}
