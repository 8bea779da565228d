/**
 * An auth policy that lets in whatever comes from the VPCs, signed or not. A request with a SigV4 signature could be told
 * by its role too, but then every client has to sign, and the sample services are plain HTTP clients and servers: to demand
 * it, name the roles as the principal, and let the clients sign for the service `vpc-lattice-svcs`.
 *
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/ug/sigv4-authenticated-requests.html
 */
export const requestsFrom = (...vpcIds: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'vpc-lattice-svcs:Invoke',
      Resource: '*',
      Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': vpcIds } },
    },
  ],
});
