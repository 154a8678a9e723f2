/**
 * The plugin's option `reference`, and its rule.
 */
import type { onRequestHookHandler, preHandlerHookHandler } from 'fastify'
import type { ContextOptions } from './context.js'
import { isObject } from '../json/record.js'
import { english } from './labels/en.js'

export interface ReferenceOptions extends Pick<ContextOptions, 'title' | 'labels' | 'logo' | 'colors' | 'support'> {
  /** Where the pages are served, such as `/problems`. */
  prefix: string
  /**
   * Name on each page the routes that declare the code. It reveals which routes exist.
   *
   * @default false
   */
  operations?: boolean
  /** Guards of the pages, such as authentication. */
  onRequest?: onRequestHookHandler | onRequestHookHandler[]
  preHandler?: preHandlerHookHandler | preHandlerHookHandler[]
}

const isHook = (value: unknown) => [value].flat().every((hook) => typeof hook === 'function')

const checks: Record<keyof ReferenceOptions, (value: unknown) => boolean> = {
  prefix: (value) => typeof value === 'string' && /^\/(?:.*[^/])?$/.test(value),
  title: (value) => typeof value === 'string' && value !== '',
  labels: (value) =>
    isObject(value) &&
    Object.values(value).every(
      (labels) =>
        isObject(labels) &&
        Object.entries(labels).every(([name, text]) => Object.hasOwn(english, name) && typeof text === 'string')
    ),
  logo: (value) =>
    typeof value === 'string' && /^(?:https?:\/\/|\/(?!\/)|data:image\/)[^\s"'<>;,]*(?:[;,][^\s"'<>]*)?$/.test(value),
  colors: (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([scheme, colors]) =>
        ['light', 'dark'].includes(scheme) &&
        isObject(colors) &&
        Object.entries(colors).every(
          ([name, color]) =>
            ['link', 'text', 'background'].includes(name) && typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color)
        )
    ),
  support: (value) => typeof value === 'string' && /^(?:https?:\/\/[^\s"'<>]+|[^\s"'<>@:]+@[^\s"'<>@:]+)$/.test(value),
  operations: (value) => typeof value === 'boolean',
  onRequest: isHook,
  preHandler: isHook
}

/** The rule of the plugin's option `reference`. */
export const referenceRule = [
  (value: unknown): boolean =>
    isObject(value) &&
    'prefix' in value &&
    Object.entries(value).every(
      ([name, member]) =>
        Object.hasOwn(checks, name) && (member === undefined || checks[name as keyof ReferenceOptions](member))
    ),
  `be an object of ${Object.keys(checks).join(', ')}, such as { prefix: '/problems' }`
] as const
