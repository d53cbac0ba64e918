# ruff: noqa: E501
"""Spanish labels with the type of their value (``label=type``), headings, sentences and words for free text."""

LABELS: dict[str, str] = {
    "invoice": """
Factura n.º=code|Número de factura=code|Fecha de factura=date|Fecha=date|Vencimiento=date|Fecha de vencimiento=date|N.º de cliente=code
Pedido n.º=code|Albarán=code|Forma de pago=terms|Dirección de envío=address|Dirección de facturación=address|Base imponible=money|IVA=money
IVA 21 %=money|Total=money|Total factura=money|Importe total=money|Descuento=money|NIF=taxid|CIF=taxid|IBAN=iban|Banco=company|Su referencia=code
Contacto=name|Gastos de envío=money|Cliente=company|Proveedor=company|Condiciones de pago=terms|Saldo pendiente=money""",
    "receipt": """
Total=money|Subtotal=money|Efectivo=money|Cambio=money|Tarjeta=money|IVA=money|Ticket=code|Caja=integer|Cajero=first|Fecha=date|Hora=time
Tel.=phone|Mesa=integer|Entregado=money|A pagar=money|N.º de artículos=integer|Le atendió=first""",
    "tax": """
NIF=taxid|Apellidos y nombre=name|Primer apellido=last|Domicilio fiscal=address|Ejercicio=year|Período=period|Rendimientos del trabajo=money
Retenciones=money|Base imponible=money|Cuota íntegra=money|Resultado=money|Cuota a ingresar=money|A devolver=money|Provincia=state
Municipio=city|Código postal=zip|Estado civil=status|Número de hijos=integer|Fecha de nacimiento=date|Razón social=company""",
    "insurance": """
N.º de póliza=code|Tomador=name|Asegurado=name|Nombre del asegurado=name|N.º de siniestro=code|Fecha del siniestro=date|Lugar del accidente=city
Descripción de los daños=sentence|Franquicia=money|Prima anual=money|Fecha de efecto=date|Matrícula=plate|Marca=make|Conductor=name|Testigos=name
Beneficiario=name|Capital asegurado=money|Compañía=company|Mediador=name|Importe reclamado=money""",
    "medical": """
Nombre del paciente=name|Paciente=name|Fecha de nacimiento=date|Edad=integer|Sexo=sex|Historia clínica=code|Médico=doctor|Diagnóstico=phrase
Alergias=phrase|Medicación actual=phrase|Peso=weight|Talla=height|Tensión arterial=bp|Grupo sanguíneo=blood|Fecha de ingreso=date|Fecha de alta=date
Motivo de consulta=sentence|Antecedentes=sentence|Habitación=integer|Aseguradora=company|Prueba solicitada=phrase|Observaciones=sentence""",
    "application": """
C.P.=zip|Código postal=zip|Piso=floor|Planta=floor|Puerta=level|Expedido el=date
Nombre=first|Apellidos=last|Nombre y apellidos=name|Dirección=address|Domicilio=address|Código postal=zip|Ciudad=city|Provincia=state|País=country
Teléfono=phone|Correo electrónico=email|Nacionalidad=country|Lugar de nacimiento=city|DNI=code|Pasaporte=code|Profesión=job|Empresa=company
Firma=name|Firma del solicitante=name|Lugar y fecha=city|Motivo de la solicitud=sentence|Estudios=degree|Estado civil=status|N.º de hijos=integer
¿Tiene carné de conducir?=yesno|¿Trabaja actualmente?=yesno|Puesto solicitado=job|Fecha de inicio=date|N.º de expediente=code""",
    "bank": """
Titular de la cuenta=name|Número de cuenta=code|Entidad=company|Oficina=city|Importe=money|Beneficiario=name|Concepto=phrase|Saldo anterior=money
Saldo actual=money|Tipo de interés=percent|Plazo=duration|Cuota mensual=money|Prestatario=name|Ordenante=name|Fecha valor=date|Moneda=currency""",
    "customs": """
Exportador=company|Importador=company|Destinatario=company|País de origen=country|País de destino=country|Descripción de la mercancía=phrase
Peso bruto=weight|Peso neto=weight|Valor estadístico=money|Número de bultos=integer|Aduana=city|Declarante=company|Transportista=carrier
Condiciones de entrega=terms|Código arancelario=code|Puerto de carga=city|Puerto de descarga=city""",
    "hr": """
N.º de empleado=code|Trabajador=name|Nombre del empleado=name|Departamento=department|Categoría=job|Fecha de antigüedad=date|Salario base=money
Total devengado=money|Total deducciones=money|Líquido a percibir=money|Horas trabajadas=number|Días de vacaciones=integer|Período de liquidación=period
N.º de afiliación=code|Desde=date|Hasta=date|Motivo de la ausencia=sentence|Supervisor=name|Grupo de cotización=integer""",
    "utility": """
N.º de contador=code|Lectura anterior=integer|Lectura actual=integer|Consumo=integer|Dirección de suministro=address|Potencia contratada=code
Término de energía=money|Período de facturación=period|Importe a pagar=money|Titular=name|N.º de contrato=code|Fecha de cargo=date|Tarifa=phrase""",
    "business": """
Para=name|De=name|Fecha=date|Asunto=phrase|Fax=phone|Teléfono=phone|Número de páginas=integer|Empresa=company|A la atención de=name|Proyecto=phrase
Código de proyecto=code|Elaborado por=name|Revisado por=name|Aprobado por=name|Muestra n.º=code|Fecha de ensayo=date|Método=phrase|Resultado=number
Cantidad=quantity|Referencia=code|Observaciones=sentence|Coste=money|Presupuesto=money|Cliente=company|Reunión=date|Asistentes=name|Solicitado por=name
Marca=brand|Producto=product|Tamaño=dim|Región=region|Responsable=name|Descripción=sentence|Objetivo=sentence""",
}
PARTIES = "solicitante|cliente|empleado|paciente|asegurado|propietario|inquilino|vendedor|comprador|conductor|destinatario|representante|tutor"
THINGS = "pedido|factura|contrato|cuenta|proyecto|expediente|serie|lote|muestra|licencia|artículo|siniestro|póliza|vehículo|referencia"
EVENTS = "nacimiento|entrega|pedido|pago|recepción|llegada|salida|firma|fabricación|visita|solicitud|validez|expedición"
QUANTITIES = "páginas|piezas|personas|hijos|días|horas|bultos|copias|habitaciones|empleados|vehículos|muestras"
TITLES = """FACTURA|Factura|PRESUPUESTO|PEDIDO|ALBARÁN|RECIBO|SOLICITUD DE EMPLEO|FORMULARIO DE SOLICITUD|SOLICITUD DE PRÉSTAMO|PARTE DE ACCIDENTE
DECLARACIÓN DE SINIESTRO|HISTORIA CLÍNICA|CUESTIONARIO MÉDICO|INFORME DE LABORATORIO|INFORME DE ENSAYO|EXTRACTO DE CUENTA|ORDEN DE TRANSFERENCIA
DECLARACIÓN DE ADUANA|CARTA DE PORTE|RECIBO DE NÓMINA|NÓMINA|SOLICITUD DE VACACIONES|NOTA DE GASTOS|FACTURA DE LUZ|DECLARACIÓN DE LA RENTA
MEMORANDO|FICHA DE INSCRIPCIÓN|HOJA DE DATOS|ACTA DE REUNIÓN|ORDEN DE TRABAJO|ENCUESTA|CERTIFICADO"""
SECTIONS = """Datos personales|DATOS DEL SOLICITANTE|Datos de contacto|Datos bancarios|VEHÍCULO|Datos del siniestro|A rellenar por la Administración
Ingresos|Gastos|Documentación que se adjunta|Firmas|Resultados|Resumen|DECLARACIÓN|Formación académica|Experiencia laboral|PARTE A|Sección 1
Forma de pago|Entrega|Consumo|Deducciones|Devengos|Antecedentes médicos|Observaciones|CONFIDENCIAL|Contacto de emergencia"""
COLUMNS = """Descripción=phrase|Cantidad=integer|Precio unitario=money|Precio=money|Importe=money|Referencia=code|Fecha=date|IVA=percent|Dto.=percent
Concepto=phrase|Debe=money|Haber=money|Saldo=money|Nombre=name|Resultado=number|Unidad=unit|Base=money|Tipo=percent|Horas=number|País=country
Ciudad=city|Peso=number|Total=money|Código=code|Valores de referencia=range"""
ROWS = "Total|Media|Material|Mano de obra|Transporte|Alquiler|Norte|Sur|Enero|Febrero|Marzo|Agua|Gas|Luz|Mínimo|Máximo|Varios"
OPTIONS = """Sí|No|Soltero/a|Casado/a|Divorciado/a|Viudo/a|Hombre|Mujer|Efectivo|Cheque|Tarjeta|Transferencia|Mensual|Anual|Trimestral|Jornada completa
Media jornada|Indefinido|Temporal|Propietario|Inquilino|Otro|Urgente|Para información|Nuevo|Renovación|No procede|Apto|No apto"""
GROUPS = "Tratamiento|Estado civil|Sexo|Forma de pago|Tipo de solicitud|Marque con una X|¿Fuma?|Tipo de contrato|Vivienda|Modalidad"
SENTENCES = """Declaro que los datos consignados son ciertos.|Rellene el impreso en mayúsculas.|Gracias por su compra|Gracias por su visita
Adjunte la documentación requerida.|El pago se efectuará a treinta días.|No escriba en este espacio.|Conserve este documento.
Los resultados corresponden únicamente a las muestras ensayadas.|Si recibe esta transmisión por error, avísenos de inmediato.|Véase el dorso."""
SMALL = "Página 1 de 2|Pág. 1|Copia|Original|Borrador|Pagado|Anexo|Sigue al dorso|Recibido|Registro de entrada|Ejemplar para el cliente"
