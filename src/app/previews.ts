/** What an upgrade, a downgrade or a stamp would do in an environment, of its schema as it is now. */
import type { PreviewDocument } from '../core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../core/preview/question.ts';
import type { RunPreview } from '../core/preview/runPreview.ts';
import type { RehearsalListener } from './previewPorts.ts';
import type { PreviewRequest } from './schemaEngine.ts';
import { driftQuestionOf, type Schemas } from './schemas.ts';
import type { EnvironmentState } from './state.ts';
import { UserError } from './userError.ts';
import type { Workspace } from './workspace.ts';

/** The workspace's code, which may name what a revision changes. */
export interface CodeFiles {
  /** Has the engine know the Python files as they are now. */
  readonly tellFiles: (signal: AbortSignal) => Promise<void>;
  readonly sqlFiles: (signal: AbortSignal) => Promise<readonly string[]>;
}

export class Previews {
  readonly #workspace: Workspace;
  readonly #code: CodeFiles;

  constructor(workspace: Workspace, code: CodeFiles) {
    this.#workspace = workspace;
    this.#code = code;
  }

  /** Reads what has changed in the environment first. Rejects with a `UserError`, and as the signal says. */
  async preview(question: PreviewQuestion, signal: AbortSignal): Promise<PreviewDocument> {
    const { schemas, request } = await this.#asked(question, signal);
    return schemas.preview(request, signal);
  }

  /** The preview of an upgrade or a downgrade, tried out on a clone of the schema. */
  async rehearse(
    question: PreviewQuestion,
    onProgress: RehearsalListener,
    signal: AbortSignal,
  ): Promise<RunPreview> {
    const { schemas, request } = await this.#asked(question, signal);
    return schemas.rehearse(request, onProgress, signal);
  }

  async #asked(
    { projectId, environment: name, kind, target, from }: PreviewQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly schemas: Schemas; readonly request: PreviewRequest }> {
    const { schemas } = this.#workspace;
    const { id } = this.#environment(projectId, name);
    if (schemas === undefined) throw new Error('Schemas are not read here.');
    const [sqlFiles] = await Promise.all([
      kind === 'stamp' ? [] : this.#codeFiles(signal),
      this.#workspace.readEnvironment(id, signal, true),
    ]);
    signal.throwIfAborted();
    const { status, drift } = this.#environment(projectId, name);
    const failed = status.kind === 'failed' ? status : drift.kind === 'failed' ? drift : undefined;
    if (failed !== undefined) throw new UserError(failed.failure.message, failed.failure.advice);
    if (status.kind !== 'read' || drift.kind !== 'read')
      throw new UserError(`${name} was not read.`, 'Connect to it first.');
    const project = this.#workspace.state.projects.find((one) => one.project.id === projectId);
    if (project === undefined) throw gone();
    const { settings } = this.#workspace;
    const { environment, connection } = await this.#workspace.approach(id);
    const { protected: isProtected, writable = false } = environment;
    const request = {
      kind,
      target,
      from,
      environment: { name, protected: isProtected, writable: writable && !isProtected },
      reading: status.answer.reading,
      connection,
      timeouts: settings.connection,
      rules: settings.rules,
      serverFolder: settings.serverFolder,
      sqlFiles,
      drift: driftQuestionOf(project, drift.answer.database, status.answer.reading, settings.ignore),
    };
    return { schemas, request };
  }

  async #codeFiles(signal: AbortSignal): Promise<readonly string[]> {
    const [sqlFiles] = await Promise.all([this.#code.sqlFiles(signal), this.#code.tellFiles(signal)]);
    return sqlFiles;
  }

  #environment(projectId: string, name: string): EnvironmentState {
    const found = this.#workspace.state.environments.find(
      (one) => one.projectId === projectId && one.name === name,
    );
    if (found === undefined) throw gone();
    return found;
  }
}

const gone = () => new UserError('This environment is not configured any more.', 'Refresh the view.');
