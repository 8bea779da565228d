import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDescribe } from '../../../../lib/reachability/describe/read-describe';
import { refusals } from '../../../../lib/reachability/refusals/refusals';

describe('AWS refuses', () => {
  const observations = join(__dirname, '../../../../../shared/network/observations');
  const deployments = [
    'aws_instance_multiple_interface',
    'aws_multi_account_vpc_peering',
    'aws_multi_account_vpc_peering_tgw',
    'aws_nlb_targets_ip',
    'aws_tgw_asymmetric_non_default_rtb',
    'aws_tgw_multi_az_intra_region',
    'aws_traffic_in_igw_out_ngw',
    'aws_vpc_endpoints',
  ];

  test.each(deployments)('nothing of %s, which it created', (deployment) => {
    const folder = join(observations, deployment);
    if (!existsSync(folder)) {
      console.log(`skipped: there is no ${folder}`);
      return;
    }
    const model = readDescribe(folder);
    expect(model.networkInterfaces).not.toEqual([]);
    expect(refusals(model)).toEqual([]);
  });
});
