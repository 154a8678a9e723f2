/**
 * The forms of the report of a check, by the option `--format`.
 */
import type { Report } from '../check-result.js'
import type { Io } from '../io.js'
import { renderGithub } from './github.js'
import { renderJson } from './json.js'
import { renderMarkdownReport } from './markdown.js'
import { renderText } from './text.js'

type Render = (report: Report, io: Pick<Io, 'colors' | 'cwd'>) => string | Promise<string>

export const formats: Readonly<Record<string, Render>> = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  markdown: renderMarkdownReport
}
