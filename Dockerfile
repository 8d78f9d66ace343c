FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY src ./src
COPY migrations ./migrations
COPY manifests ./manifests
ENV NODE_ENV=production HOST=0.0.0.0 DATABASE_URL=sqlite:/data/countersign.db
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# A bot that mostly waits needs no large nursery; `npm start` runs it the same way.
CMD ["node", "--max-semi-space-size=1", "src/countersign.js", "start"]
