/**
 * Endpoints for releases and their assets. Publishing makes a release immutable if the repository's
 * setting is on.
 */
import { createHash } from 'node:crypto';
import { json, type SimResponse } from '../org/http-message.ts';
import { apiError, NO_CONTENT, type PublishingCall } from './call.ts';
import type { PublishedRepository, Release, ReleaseAsset } from './repository.ts';

export function releases(call: PublishingCall): SimResponse {
  const { repository, method, captures, body } = call;
  const [selector = ''] = captures;
  if (method === 'POST') return createRelease(repository, body);
  if (selector === '') {
    return json(
      200,
      [...repository.releases.values()].map((release) => releaseJson(repository, release)),
    );
  }
  const release = findRelease(repository, selector);
  if (release === undefined) return apiError(404, 'Not Found');
  if (method === 'PATCH') {
    if (body['make_latest'] === 'true' && !release.fields.draft)
      repository.latestTag = release.fields.tag_name;
    if (body['draft'] === false) publishRelease(repository, release);
    release.fields = { ...release.fields, ...body };
  }
  return json(200, releaseJson(repository, release));
}

function createRelease(repository: PublishedRepository, body: PublishingCall['body']): SimResponse {
  const fields = { ...body, tag_name: String(body['tag_name']), draft: body['draft'] === true };
  const taken = [...repository.releases.values()].some(
    ({ fields: { tag_name: tag, draft } }) => tag === fields.tag_name && !draft,
  );
  if (taken) return apiError(422, 'Validation Failed: already_exists tag_name');
  // GitHub allows a second draft with the same tag.
  const id = 1000 + repository.releases.size;
  const release: Release = { id, fields, immutable: false, assets: new Map() };
  repository.releases.set(id, release);
  if (!fields.draft) publishRelease(repository, release);
  return json(201, releaseJson(repository, release));
}

/**
 * Publishes a release. Tests also call this directly, to act as a person who clicks "Publish release".
 */
export function publishRelease(repository: PublishedRepository, release: Release): void {
  const { tag_name: tag } = release.fields;
  release.fields = { ...release.fields, draft: false };
  release.immutable = repository.settings.immutableReleases;
  if (!repository.refs.has(`refs/tags/${tag}`)) {
    repository.refs.set(`refs/tags/${tag}`, String(release.fields['target_commitish']));
  }
  if (release.fields['prerelease'] !== true) repository.latestTag = tag;
}

function findRelease(repository: PublishedRepository, selector: string): Release | undefined {
  if (/^\d+$/.test(selector)) return repository.releases.get(Number(selector));
  const tag = selector === 'latest' ? repository.latestTag : selector.replace('tags/', '');
  // GitHub looks up drafts by ID only.
  return [...repository.releases.values()].find(
    ({ fields }) => fields.tag_name === tag && !fields.draft,
  );
}

export function assets(call: PublishingCall): SimResponse {
  const { repository, method, captures, query, rawBody } = call;
  const [releaseId = '', assetId = ''] = captures;
  if (method === 'DELETE') {
    const owner = [...repository.releases.values()].find(({ assets: files }) =>
      files.has(Number(assetId)),
    );
    if (owner === undefined) return apiError(404, 'Not Found');
    if (owner.immutable) return apiError(422, 'Release is immutable');
    owner.assets.delete(Number(assetId));
    return NO_CONTENT;
  }
  const release = repository.releases.get(Number(releaseId));
  if (release === undefined) return apiError(404, 'Not Found');
  if (method === 'GET') return json(200, [...release.assets.values()]);
  if (release.immutable) return apiError(422, 'Release is immutable');
  const name = query.get('name') ?? '';
  if ([...release.assets.values()].some((asset) => asset.name === name))
    return apiError(422, 'Validation Failed: already_exists name');
  const content = Buffer.from(rawBody, 'latin1');
  const asset: ReleaseAsset = {
    id: release.id * 10 + release.assets.size,
    name,
    size: content.length,
    digest: `sha256:${createHash('sha256').update(content).digest('hex')}`,
  };
  release.assets.set(asset.id, asset);
  return json(201, asset);
}

function releaseJson({ fullName }: PublishedRepository, release: Release): unknown {
  const { id, fields, immutable, assets: files } = release;
  const page = `https://github.com/${fullName}/releases`;
  return {
    ...fields,
    id,
    immutable,
    html_url: fields.draft ? `${page}/tag/untagged-${id}` : `${page}/tag/${fields.tag_name}`,
    upload_url: `https://api.github.com/uploads/repos/${fullName}/releases/${id}/assets{?name,label}`,
    assets: [...files.values()],
  };
}
