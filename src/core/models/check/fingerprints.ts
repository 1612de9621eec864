/**
 * Fingerprints as they leave their project: several projects of a workspace may have findings of the same name, and one
 * baseline. The project is named by where it is declared, seen from the workspace: the same on every machine.
 */
import { baseName, isInside, relativePath } from '../../text/path.ts';
import type { ModelFinding, ModelReport } from './modelFinding.ts';

/** @param roots Folders of the workspace; what lies in another than the first has its name before it. */
export function projectKey(id: string, roots: readonly string[]): string {
  const at = roots.findIndex((root) => isInside(id, root));
  const root = roots[at];
  if (root === undefined) return baseName(id);
  const path = relativePath(id, root);
  return at === 0 ? path : `${baseName(root)}/${path}`;
}

export const fingerprintIn = (key: string, fingerprint: string): string => `${key}: ${fingerprint}`;

/** Without the project; `undefined`: it is another one's. */
export function fingerprintOf(key: string, fingerprint: string): string | undefined {
  const start = fingerprintIn(key, '');
  return fingerprint.startsWith(start) ? fingerprint.slice(start.length) : undefined;
}

export function withProject(report: ModelReport, key: string): ModelReport {
  const named = (one: ModelFinding) => ({ ...one, fingerprint: fingerprintIn(key, one.fingerprint) });
  return { ...report, findings: report.findings.map(named), suppressed: report.suppressed.map(named) };
}
