/** TCP port of the sample service and of every load balancer, listener and endpoint in front of it. */
export const SERVICE_PORT = 8080;
