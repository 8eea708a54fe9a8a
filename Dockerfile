# Two stages: dependencies once with their build tools, then a small image that runs the TypeScript as it is.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY scripts/generate-prisma-client.mjs scripts/generate-prisma-client.mjs
COPY prisma/schema prisma/schema
RUN npm ci --no-progress && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node /data
COPY --from=dependencies --chown=node:node /app/node_modules node_modules
COPY --from=dependencies --chown=node:node /app/prisma/generated prisma/generated
COPY --chown=node:node package.json ./
COPY --chown=node:node prisma prisma
COPY --chown=node:node scripts scripts
COPY --chown=node:node src src
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
