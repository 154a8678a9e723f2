/**
 * Lets Node run the TypeScript of this project: `node --import ./.ci/typescript.js test/layers.test.ts`.
 */
import { register } from 'node:module'

register('./typescript-hooks.js', import.meta.url)
