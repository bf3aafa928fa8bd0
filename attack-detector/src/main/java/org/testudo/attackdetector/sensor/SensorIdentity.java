package org.testudo.attackdetector.sensor;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.StatementKey;

/**
 * Who reports on whom (AD-12).
 *
 * @param life the life for which it reports
 * @param sensor the sensor's name
 * @param key the public half of its statement key
 * @param signer holds the private half
 * @param target the member whose host it watches
 * @param fingerprint of that member's certificate
 */
public record SensorIdentity(
        LifeSource life, String sensor, StatementKey key, Signer signer, MemberId target, Digest fingerprint) {}
