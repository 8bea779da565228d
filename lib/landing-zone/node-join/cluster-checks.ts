import { daysOfStandardSupport, standardSupportEnds, UnknownVersionError } from '../../constructs/kubernetes-version';
import { isList } from '../../reachability/template/value';
import { podIdentities } from './identity-checks';
import { addOns, type Check, isSelfManaged } from './subject';

const VERSIONS = 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html';
const IMAGES = 'https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html';
const ADD_ONS = 'https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html';

/** A version is in extended support for 12 months after standard support; afterwards no cluster is created with it. */
const EXTENDED_SUPPORT_DAYS = 365;
const DAY = 86_400_000;

/** Ends of standard support of versions that have left it long ago. */
const EARLIER: Readonly<Record<string, string>> = { '1.29': '2025-03-23', '1.30': '2025-07-23' };

/** The last version that has images of Amazon Linux 2, and the last day on which there was a new one. */
const AMAZON_LINUX_2 = { minor: 32, until: new Date('2025-11-26T00:00:00Z') };

/** EKS still creates clusters of the version. */
export const hasSupportedVersion: Check = ({ cluster, today }) => {
  const version = String(cluster.properties.Version ?? '');
  if (version === '' || daysLeft(version, today) > 0) return [];
  const reason = `Kubernetes ${version} has left extended support, and no cluster is created with it`;
  return [{ piece: 'Kubernetes version', component: cluster.name, reason, link: VERSIONS }];
};

/** The image is still made, and for the processor of the instance types. */
export const hasImage: Check = ({ nodeGroup, cluster, today }) => {
  const { AmiType, InstanceTypes } = nodeGroup.properties;
  const type = String(AmiType ?? '');
  const fail = (reason: string) => [{ piece: 'image', component: nodeGroup.name, reason, link: IMAGES }];
  const isEnded = minorOf(String(cluster.properties.Version)) > AMAZON_LINUX_2.minor || today >= AMAZON_LINUX_2.until;
  if (/^AL2_/.test(type) && isEnded) return fail(`${type}: there are no new images of Amazon Linux 2`);
  const types = isList(InstanceTypes) ? InstanceTypes.map(String) : [];
  // A Graviton generation ends in g, whatever follows: m7g, t4g, c7gn.
  const other = types.find((instance) => /^[a-z]+\d+g/.test(instance) !== /ARM_64/.test(type));
  return type !== '' && other !== undefined ? fail(`${type} does not run on ${other}`) : [];
};

/** What makes a node ready, and what its pods cannot do without. */
export const hasAddOns: Check = (subject) => {
  const wanted = [
    ...(isSelfManaged(subject) ? [] : ['vpc-cni', 'kube-proxy', 'coredns']),
    ...(podIdentities(subject).length > 0 ? ['eks-pod-identity-agent'] : []),
  ];
  const found = addOns(subject);
  return wanted
    .filter((name) => !found.includes(name))
    .map((name) => ({
      piece: `add-on ${name}`,
      component: subject.cluster.name,
      reason: 'it is not there',
      link: ADD_ONS,
    }));
};

function daysLeft(version: string, today: Date): number {
  const earlier = EARLIER[version];
  if (earlier !== undefined) return (Date.parse(earlier) - today.getTime()) / DAY + EXTENDED_SUPPORT_DAYS;
  try {
    return daysOfStandardSupport(version, today) + EXTENDED_SUPPORT_DAYS;
  } catch (error) {
    if (!(error instanceof UnknownVersionError)) throw error;
    // A version older than all that are known has left; a newer one has just come.
    return minorOf(version) < Math.min(...Object.keys(standardSupportEnds).map(minorOf)) ? 0 : 1;
  }
}

const minorOf = (version: string): number => Number(version.split('.')[1]);
