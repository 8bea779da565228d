#!/bin/sh
# A preStop script that waits until the main process has no connection left; its pool to the database is one.
connected() {
  for descriptor in /proc/1/fd/*; do
    inode=$(readlink "$descriptor" | sed -n 's/^socket:\[\([0-9]*\)\]$/\1/p')
    [ -n "$inode" ] && awk -v inode="$inode" '$4 == "01" && $10 == inode { found = 1 } END { exit !found }' /proc/net/tcp && return 0
  done
  return 1
}
while connected; do sleep 0.5; done
