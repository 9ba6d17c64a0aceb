// Where a region's user pools are. The endpoint rules of the AWS SDK for Go are the test's oracle.

import { invalid } from './error';

/** AWS's partitions: the beginning of their region names, the suffix of their usual names, and that of names with both stacks. */
type Partition = readonly [prefix: string, suffix: string, dualStackSuffix: string];

/** In the order in which their prefixes are to be tried. The last one is everywhere else. */
const partitions: readonly Partition[] = [
  ['cn-', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['us-gov-', 'amazonaws.com', 'api.aws'],
  ['eusc-', 'amazonaws.eu', 'api.amazonwebservices.eu'],
  ['us-isob-', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['us-isof-', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  ['', 'amazonaws.com', 'api.aws'],
];

/** The last partition's usual names have both stacks already; of those for FIPS these regions' have. */
const fipsWithBothStacks = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];

/** Throws InvalidArgument for what is no region. */
export function checkRegion(region: string): void {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) throw invalid('region', 'a name such as "eu-west-1"');
}

/** The address of a region's user pools. */
export function regional(region: string, fips: boolean, dualStack: boolean): string {
  const partition = partitions.find((candidate) => region.startsWith(candidate[0]))!;
  const both = dualStack && (partition[0] !== '' || (fips && !fipsWithBothStacks.includes(region)));
  return `https://cognito-idp${fips ? '-fips' : ''}.${region}.${both ? partition[2] : partition[1]}/`;
}
