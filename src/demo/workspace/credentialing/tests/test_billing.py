from credentialing.models import PaymentMethod


def test_a_new_payment_method_is_not_the_default() -> None:
    method = PaymentMethod(processor_id="pm_1", brand="visa", last_four="4242", expires_month=4, expires_year=2031)
    assert not method.is_default
