/**
 * Documents of any markup as plain Markdown, which the lexer reads. Each step turns what it knows and leaves the rest.
 */
import { fromBlocks } from './blocks.js'
import { fromHtml } from './html.js'
import { repairTables } from './repair.js'
import { fromRst } from './rst.js'

export function toMarkdown (document: string): string {
  return repairTables(fromHtml(fromBlocks(fromRst(document.replace(/\r\n?/g, '\n')))))
}
