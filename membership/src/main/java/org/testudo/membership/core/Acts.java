package org.testudo.membership.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Pardoned;

/** Carries out one act of operators; each says for people what came of it (GM-24). */
final class Acts implements Act.Visitor<String> {
    private final Fold fold;
    private final Parts parts;
    private final String by;

    /** @param by who approved it, and its number */
    Acts(Fold fold, Parts parts, String by) {
        this.fold = fold;
        this.parts = parts;
        this.by = by;
    }

    @Override
    public String onExclude(Act.Exclude act) {
        if (stranger(act.member())) return notOnRoster(act.member());
        return fold.demand(act.member(), Charge.of(Ground.OPERATORS, by)).verdict();
    }

    @Override
    public String onPin(Act.Pin act) {
        if (stranger(act.member())) return notOnRoster(act.member());
        if (!parts.pins().pin(act.member())) return "no effect: it is pinned already";
        parts.exclusions().spare(act.member());
        return noted(act.member() + " pinned");
    }

    @Override
    public String onUnpin(Act.Unpin act) {
        return parts.pins().unpin(act.member()) ? noted(act.member() + " unpinned") : "no effect: it is not pinned";
    }

    @Override
    public String onSetPolicy(Act.SetPolicy act) {
        if (act.policy().equals(parts.reports().policy())) return "no effect: it is in force already";
        parts.reports().replace(act.policy());
        return noted("policy replaced");
    }

    @Override
    public String onRevoke(Act.Revoke act) {
        return parts.revocations().applyForOperators(act.revocation().list(), fold);
    }

    @Override
    public String onPardon(Act.Pardon act) {
        Pardoned entry = act.entry();
        MemberId member = entry.member();
        if (!fold.seats().excluded(member)) return "no effect: " + member + " is not excluded";
        Optional<String> flaw = parts.roster().flaw(entry);
        if (flaw.isPresent()) return "no effect: " + flaw.get();
        if (revoked(act)) return "no effect: the key, or a certificate that vouches for it, is revoked";
        parts.roster().pardon(entry);
        parts.incarnations().forget(member);
        fold.seats().pardon(member);
        return noted(member + " pardoned");
    }

    private boolean revoked(Act.Pardon act) {
        RevocationList list = parts.revocations().inForce();
        Pardoned entry = act.entry();
        return list.revokes(new Bearer(Principal.of(entry.member()), entry.key()))
                || CertificateSerials.ofCard(act.card())
                        .filter(card -> card.anyOf(list.serials()))
                        .isPresent();
    }

    @Override
    public String onResize(Act.Resize act) {
        return parts.resizing().ask(act, by, fold);
    }

    private String noted(String change) {
        fold.seats().note(change + " by " + by);
        return change;
    }

    private boolean stranger(MemberId member) {
        return parts.roster().of(member).isEmpty();
    }

    private static String notOnRoster(MemberId member) {
        return "no effect: " + member + " is not on the roster";
    }
}
