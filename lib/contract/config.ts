/**
 * What `problem-json.config.js`, or the key `problem-json` of a package.json, says: the services that are handled in
 * one run.
 */

/** One service. Paths are relative to the folder of the config. */
export interface ServiceConfig {
  /** The module that exports the catalog. */
  readonly catalog: string
  /** The name of the export. Default: `catalog`, the default export, or the only catalog that is exported. */
  readonly export?: string
  /** A module that exports `build()`, which gives a Fastify instance. */
  readonly app?: string
  /** The name of that export. Default: `build`, the default export, or the only function that is exported. */
  readonly appExport?: string
  /** The committed snapshot. Default: `problems.snapshot.json` beside the catalog. */
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
