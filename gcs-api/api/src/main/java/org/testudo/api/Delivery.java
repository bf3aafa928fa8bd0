package org.testudo.api;

import java.time.Instant;

/**
 * A payload of a member or an operation of a client in its final place in the total order: equal at all correct members.
 *
 * @param origin who asked for it, authenticated by its signature
 * @param session the origin's incarnation (member, sensor) or session (client)
 * @param number place among the requests of this origin and session, from 1; payloads that a member submitted together are one
 *     request
 * @param payload what was asked; belongs to the receiver of this delivery, which must not change it
 * @param slot place in the total order
 * @param position place within the slot, from 0
 * @param view id of the view to which the slot belongs
 * @param agreedTime the group's time at this slot (AB-27): never decreases, equal at all members
 */
public record Delivery(
        Principal origin,
        long session,
        long number,
        byte[] payload,
        long slot,
        int position,
        long view,
        Instant agreedTime) {}
