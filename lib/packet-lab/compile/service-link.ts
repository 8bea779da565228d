import { connect, type Draft, type DraftNamespace } from './draft';

/** Both ends of a link that no VPC sees: addresses of its own, so that those of the VPCs may be the same. */
export interface ServiceLink {
  readonly near: { readonly device: string; readonly ip: string };
  readonly far: { readonly device: string; readonly ip: string };
}

/** Links two namespaces by addresses of 198.18.0.0/15, which nobody uses. https://www.rfc-editor.org/rfc/rfc2544 */
export function serviceLink(draft: Draft, near: DraftNamespace, far: DraftNamespace): ServiceLink {
  const number = draft.links.length + 1;
  const host = `${number >>> 8}.${number & 255}`;
  const ends = { near: `198.18.${host}`, far: `198.19.${host}` };
  const device = `s${number}`;
  connect(
    draft,
    { namespace: near, device, addresses: [`${ends.near}/32`] },
    { namespace: far, device, addresses: [`${ends.far}/32`] },
  );
  near.ip.push(`route add ${ends.far}/32 dev ${device} src ${ends.near}`);
  far.ip.push(`route add ${ends.near}/32 dev ${device} src ${ends.far}`);
  return { near: { device, ip: ends.near }, far: { device, ip: ends.far } };
}
