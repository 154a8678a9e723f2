/**
 * Where the page of a problem type is, for links from other documents. Pure.
 */
import type { ProblemType } from '../catalog/definition.js'
import { slugOf } from './model.js'

/** The address of a page, or its path on this service; `undefined` where there is none. */
export type PageOf = (problemType: ProblemType) => string | undefined

/**
 * @param prefix where this service has the pages; `undefined` where it has none
 * @param elsewhere whether the type URIs lead to pages that another server has
 */
export function createPageOf (prefix: string | undefined, elsewhere: boolean): PageOf {
  return function pageOf ({ code, type }) {
    const page = prefix === undefined ? undefined : `${prefix}/${slugOf(code)}`.replaceAll('//', '/')
    const isTypeOfPage = page === undefined ? elsewhere : type.endsWith(page)
    return isTypeOfPage && /^(?:https?:|\/)/.test(type) ? type : page
  }
}
