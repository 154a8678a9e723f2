/**
 * What every test file counts for: the files of lib/, and nothing beside them. A file that no test loads would still not
 * be counted: test/layers.test.ts loads each of them.
 */
import { readdirSync } from 'node:fs'

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => `lib/${file}`)

export default () => files
