/**
 * Codes in a table that is not a table of codes.
 */
import { cellCodes } from './cells.js'
import type { Rows } from './cells.js'
import { readInline } from '../examples.js'
import { see } from '../walk.js'
import type { Walk } from '../walk.js'
import { statusesOf } from '../../spelling.js'

/** `404 ORDER_LOST` in any cell of a table of something else, and the code of a body that a cell shows. */
export function readBeside (rows: Rows, column: number | undefined, walk: Walk): void {
  for (const row of rows) {
    const stated = statusesOf(row[column ?? -1] ?? '')
    for (const { spelling, status } of row.flatMap(cellCodes)) {
      if (status !== undefined) see(walk, { spelling, statuses: [status], texts: {} })
    }
    const beside = stated.length === 1 ? stated[0] : undefined
    for (const sighting of row.flatMap((cell) => readInline(cell, beside))) see(walk, sighting)
  }
}
