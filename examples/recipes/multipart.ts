/**
 * Uploads: 413 for what is too large or too many, 415 for what is no upload, 400 for what is cut.
 */
import fastifyMultipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'

export async function takeUploads (app: FastifyInstance, limits: { fileSize: number, files: number, fields: number, parts: number }): Promise<void> {
  await app.register(fastifyMultipart, { limits })
  app.post('/upload', async (request) => {
    let size = 0
    for await (const part of request.parts()) {
      // `toBuffer()` throws for a file that is too large. Whoever reads `part.file` must look at `part.file.truncated`.
      if (part.type === 'file') size += (await part.toBuffer()).byteLength
    }
    return { size }
  })
}
