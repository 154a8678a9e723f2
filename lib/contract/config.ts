/**
 * The form of `problem-json.config.js`, and of the key `problem-json` of a package.json: the services that one run
 * handles.
 */

/** One service. Paths are relative to the folder of the config. */
export interface ServiceConfig {
  /** The module that exports the catalog. */
  readonly catalog: string
  /**
   * The name of the export.
   *
   * @default `catalog`, the default export, or the only catalog that is exported
   */
  readonly export?: string
  /** A module that exports `build()`, which gives a Fastify instance. */
  readonly app?: string
  /**
   * The name of that export.
   *
   * @default `build`, the default export, or the only function that is exported
   */
  readonly appExport?: string
  /**
   * The committed snapshot.
   *
   * @default `problems.snapshot.json` beside the catalog
   */
  readonly snapshot?: string
  /** Where `docs` writes the reference: a Markdown file. */
  readonly docs?: string
  /** Where `client` writes the module for a front end. */
  readonly client?: string
}

export interface ProblemJsonConfig {
  /** Name → service, or only its catalog. */
  readonly services: Readonly<Record<string, ServiceConfig | string>>
}
